using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>Where to? A pure decision from the permit and the snapshot: the model's route, or the account that a policy names for an endpoint.</summary>
internal static class RouteStage
{
    public static Step<Plan> Run(Permit permit, Snapshot snapshot) =>
        permit.Decision?.Provider is { } account
            ? Plan.From(permit, snapshot.Endpoints.GetValueOrDefault(account))
            : Plan.From(permit, snapshot.Routes.Find(permit.Call.Model));
}
