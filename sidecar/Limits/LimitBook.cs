using System.Collections.Immutable;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Limits;

/// <summary>The states of a plan's limits, each at its limit's place.</summary>
internal sealed record LimitBook(LimitPlan Plan, ImmutableArray<LimitState> States);
