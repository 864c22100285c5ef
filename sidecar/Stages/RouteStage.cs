using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Where to? A pure decision from the permit and the snapshot: the model's route, the account that a policy names for an endpoint, or the tool server. Only a route with conditions, or
/// a sticky one, has the body read for it.
/// </summary>
internal static class RouteStage
{
    public static Step<Plan> Run(Permit permit, Snapshot snapshot)
    {
        if (permit.Decision?.Provider is { } account) return Plan.From(permit, snapshot.Endpoints.GetValueOrDefault(account));
        if (permit.Call.Mcp is { } tools) return Plan.From(permit, snapshot.Servers[tools.Server].Route); // No permit names a server that is not there.

        var route = snapshot.Routes.Find(permit.Call.Model);
        if (route is not ({ IsConditional: true } or { Sticky: true }) || permit.Call.Operation == Operation.GetModel) return Plan.From(permit, route);

        var facts = new RequestFacts(permit.Call, snapshot.Agent);
        return Plan.From(permit, route, TargetPicker.Pick(route, facts), route.Sticky ? facts.Conversation : null);
    }
}
