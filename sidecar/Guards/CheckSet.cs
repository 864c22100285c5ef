using System.Collections.Immutable;
using AiGateway.Sidecar.Guards.Loops;

namespace AiGateway.Sidecar.Guards;

/// <summary>The checks of one guardrail, in their order: those that look themselves, those that ask others, and those of calls that go round. They know nothing of a call and stand in many plans.</summary>
internal sealed record CheckSet(ImmutableArray<TextCheck> Texts, ImmutableArray<CalledCheck> Called, ImmutableArray<LoopCheck> Loops);
