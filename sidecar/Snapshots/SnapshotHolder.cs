namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// The one reference to the snapshot in force. <see cref="Swapped"/> is raised after each swap, on the thread that swapped; what listens
/// (open calls, readiness) must not block.
/// </summary>
internal sealed class SnapshotHolder
{
    private Snapshot? _current;

    /// <summary>Raised with the new snapshot, or with null when the last good one has become too old to be used.</summary>
    public event Action<Snapshot?>? Swapped;

    /// <summary>The snapshot in force; null where none has arrived, or the last one is too old.</summary>
    public Snapshot? Current => Volatile.Read(ref _current);

    public void Swap(Snapshot? next)
    {
        Interlocked.Exchange(ref _current, next);
        Swapped?.Invoke(next);
    }
}
