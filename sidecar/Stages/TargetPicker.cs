using System.Collections.Immutable;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>Which targets of a route take a call: those with a weight whose condition holds. A condition that cannot be evaluated does not hold.</summary>
internal static class TargetPicker
{
    public static ImmutableArray<Target> Pick(ModelRoute route, RequestFacts facts) =>
        route.IsConditional ? [.. route.Targets.Where(target => target.Weight != 0 && (target.When?.Evaluate(facts.Value).Holds ?? true))] : route.Targets;
}
