using AiGateway.Sidecar.Egress.Interception;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Hosting;

/// <summary>Whether calls should come here, and the agent start: rules are in force, its configuration tells them, what it is to trust is there, and nobody told us to stop.</summary>
internal sealed class Readiness(SnapshotHolder snapshots, McpConfigFile config, TrustFiles trust)
{
    private volatile bool _leaving;

    public void Leave() => _leaving = true;

    /// <summary>Why not, or null.</summary>
    public string? FindObstacle()
    {
        if (_leaving) return "stopping";
        if (snapshots.Current is not { } snapshot) return "no rules are in force";
        if (!trust.Stand) return "the certificates that the agent is to trust are not written";
        return config.Tells(snapshot) ? null : "the agent's MCP configuration is not written";
    }
}
