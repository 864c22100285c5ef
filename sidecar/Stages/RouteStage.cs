using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>Where to? A pure decision from the permit and the snapshot.</summary>
internal static class RouteStage
{
    public static Step<Plan> Run(Permit permit, Snapshot snapshot) => Plan.From(permit, snapshot.Routes.Find(permit.Call.Model));
}
