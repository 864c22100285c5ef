using System.Collections.Immutable;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>What models that judge answered: a text, or a word for why there is none, and what all tries used.</summary>
internal sealed record JudgeAnswer(string? Text, string? Fault, ImmutableArray<GuardUsage> Usage);
