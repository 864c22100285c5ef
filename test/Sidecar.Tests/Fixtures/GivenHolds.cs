using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Agents that are held.</summary>
internal static class GivenHolds
{
    public static readonly HoldRule Suspended = new() { SuspendedBy = "Agent shop/deployment-a", Reason = "incident 42" };

    public static HoldRule In(Quarantine quarantine) => new() { Quarantine = quarantine, QuarantinedBy = "Agent shop/deployment-a" };

    /// <summary>The same snapshot for these policies, held.</summary>
    public static Snapshot Held(this Snapshot snapshot, HoldRule hold, params PolicyRule[] policies) => new()
    {
        Agent = snapshot.Agent,
        Revision = "held",
        Sources = [],
        Rules = new([.. policies], snapshot.Agent, hold),
        Routes = snapshot.Routes,
        Egress = new([.. policies], hold),
        Servers = snapshot.Servers,
        Endpoints = snapshot.Endpoints,
    };
}
