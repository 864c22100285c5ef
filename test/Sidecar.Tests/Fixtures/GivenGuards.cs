using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Snapshots whose one route is guarded.</summary>
internal static class GivenGuards
{
    /// <summary>One route for the name <c>fast</c>, allowed, with these checks.</summary>
    public static Snapshot Fast(Target target, params TextCheck[] checks)
    {
        var (route, plan) = (Given.Route(["fast"], target), new GuardPlan([.. checks]));
        return Given.Snapshot([Given.Policy("base", "fast")], new ModelRoute { Name = route.Name, Models = route.Models, Targets = route.Targets, Guards = plan });
    }
}
