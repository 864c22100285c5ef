using System.Collections.Immutable;

namespace AiGateway.Operator.Publish;

/// <summary>
/// The newest bundle of each pod. A watcher always finds the newest one and may skip those between; the board keeps no queue, so that
/// a slow sidecar costs nobody else anything.
/// </summary>
internal sealed class BundleBoard
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, BundleWatch> _watches = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, PodBundle> _bundles = new Dictionary<string, PodBundle>();
    private bool _closed;
    private long _sent;

    /// <summary>Raised with kinds that a sidecar has newer positions of than this replica: they are worth listing again.</summary>
    public event Action<ImmutableArray<string>>? Behind;

    /// <summary>Bundles written to streams since the process began.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>The newest bundle of a pod, or null.</summary>
    public PodBundle? Find(string podUid) => Volatile.Read(ref _bundles).GetValueOrDefault(podUid);

    /// <summary>The newest bundles of all pods.</summary>
    public IReadOnlyDictionary<string, PodBundle> All => Volatile.Read(ref _bundles);

    /// <summary>Replaces everything; the streams of pods that are gone end.</summary>
    public void Publish(IReadOnlyDictionary<string, PodBundle> bundles)
    {
        lock (_gate)
        {
            Volatile.Write(ref _bundles, bundles);
            foreach (var (podUid, watch) in _watches) watch.Offer(bundles.GetValueOrDefault(podUid));
        }
    }

    /// <summary>Watches one pod; an older watch of the same pod ends, because its sidecar has come back.</summary>
    public BundleWatch Watch(string podUid)
    {
        var watch = new BundleWatch(ended => Forget(podUid, ended));
        lock (_gate)
        {
            if (_watches.TryGetValue(podUid, out var older)) older.End();
            _watches[podUid] = watch;
            watch.Offer(_bundles.GetValueOrDefault(podUid));
            if (_closed) watch.End();
        }

        return watch;
    }

    /// <summary>Ends every stream, so that the sidecars connect to another replica.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var watch in _watches.Values) watch.End();
        }
    }

    public void CountSent() => Interlocked.Increment(ref _sent);

    public void ReportBehind(ImmutableArray<string> kinds) => Behind?.Invoke(kinds);

    private void Forget(string podUid, BundleWatch watch)
    {
        lock (_gate)
        {
            if (_watches.TryGetValue(podUid, out var current) && ReferenceEquals(current, watch)) _watches.Remove(podUid);
        }
    }
}
