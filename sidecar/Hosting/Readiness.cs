using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Hosting;

/// <summary>Whether calls should come here: rules are in force and nobody told us to stop.</summary>
internal sealed class Readiness(SnapshotHolder snapshots)
{
    private volatile bool _leaving;

    public void Leave() => _leaving = true;

    /// <summary>Why not, or null.</summary>
    public string? FindObstacle()
    {
        if (_leaving) return "stopping";
        return snapshots.Current is null ? "no rules are in force" : null;
    }
}
