using System.Collections.Immutable;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>A permitted call and where it goes: at least one target, best first.</summary>
internal sealed class Plan
{
    private Plan(Permit permit, ModelRoute route, ImmutableArray<Target> targets)
    {
        (Permit, Route, Targets) = (permit, route, targets);
        Guard = route.Guards.IsEmpty ? null : new(route.Guards);
    }

    public Permit Permit { get; }

    public ModelRoute Route { get; }

    /// <summary>Those of the route's targets that take this call, in the route's order.</summary>
    public ImmutableArray<Target> Targets { get; }

    /// <summary>The guards of the call; null where nothing looks at it.</summary>
    public GuardSession? Guard { get; }

    /// <summary>What tells the call's conversation from others; null where the route does not ask.</summary>
    public ulong? Conversation { get; private init; }

    /// <summary>The plan, or a refusal where the name leads nowhere.</summary>
    public static Step<Plan> From(Permit permit, ModelRoute? route)
    {
        var model = permit.Call.Model;
        if (route is null) return new Refusal(RefusalReason.ModelNotFound, $"No ModelRoute names the model '{model}'.", "model");
        if (route.Targets.IsEmpty)
            return new Refusal(RefusalReason.NoTarget, $"The route '{route.Name}' of model '{model}' has no usable target{(route.Unfit is { } why ? $": {why}" : "")}.");
        return new Plan(permit, route, route.Targets);
    }

    /// <summary>The plan with those targets alone whose conditions hold, or a refusal where there is none.</summary>
    public static Step<Plan> From(Permit permit, ModelRoute route, ImmutableArray<Target> targets, ulong? conversation)
    {
        if (route.Targets.IsEmpty) return From(permit, route);
        if (targets.IsEmpty)
        {
            return new Refusal(RefusalReason.NoTarget,
                $"No target of the route '{route.Name}' takes this call of model '{permit.Call.Model}': the condition of each ('when') does not hold, or its weight is 0.");
        }

        return new Plan(permit, route, targets) { Conversation = conversation };
    }
}
