using System.Collections.Immutable;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>A permitted call and where it goes: at least one target, best first.</summary>
internal sealed class Plan
{
    private Plan(Permit permit, ModelRoute route) => (Permit, Route) = (permit, route);

    public Permit Permit { get; }

    public ModelRoute Route { get; }

    public ImmutableArray<Target> Targets => Route.Targets;

    /// <summary>The plan, or a refusal where the name leads nowhere.</summary>
    public static Step<Plan> From(Permit permit, ModelRoute? route)
    {
        var model = permit.Call.Model;
        if (route is null) return new Refusal(RefusalReason.ModelNotFound, $"No ModelRoute names the model '{model}'.", "model");
        if (route.Targets.IsEmpty)
            return new Refusal(RefusalReason.NoTarget, $"The route '{route.Name}' of model '{model}' has no usable target{(route.Unfit is { } why ? $": {why}" : "")}.");
        return new Plan(permit, route);
    }
}
