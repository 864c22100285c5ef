using System.Collections.Concurrent;

namespace AiGateway.Operator.Publish;

/// <summary>
/// The sidecars, as this replica and (on the leader) the other replicas hear them. Nothing in it outlives its stream by more than
/// <see cref="Grace"/>: after a restart everything is told again by hellos. It decides nothing.
/// </summary>
internal sealed class SidecarBoard(TimeProvider time)
{
    /// <summary>How long a sidecar without a stream still counts.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>The origin of the sidecars that hang on this replica.</summary>
    public const string Here = "";

    private readonly ConcurrentDictionary<(string PodUid, string Origin), SidecarState> _states = new();
    private long _order;
    private readonly Signal _changed = new();
    private readonly SeenLists _lists = new();
    private long _acks;
    private long _nacks;

    /// <summary>Raised with each state that came or changed, and the replica that it came from.</summary>
    public event Action<string, SidecarState>? Told;

    /// <summary>Take it before reading, then wait for it.</summary>
    public Task Changed => _changed.Next;

    public long Acks => Interlocked.Read(ref _acks);

    public long Nacks => Interlocked.Read(ref _nacks);

    /// <summary>The sidecars with a stream to this replica.</summary>
    public int Streams => _states.Count(pair => pair.Key.Origin == Here && pair.Value.Gone is null);

    /// <summary>Every state that is kept, of streams that have just ended too; of one pod there may be several.</summary>
    public IReadOnlyList<SidecarState> All() => [.. _states.Values];

    /// <summary>The states that came from one replica.</summary>
    public IReadOnlyList<SidecarState> From(string origin) =>
        [.. _states.Where(pair => pair.Key.Origin == origin).Select(pair => pair.Value)];

    /// <summary>The pods' sidecars that still count, by pod uid; of two streams of one pod the one that lives.</summary>
    public Dictionary<string, SidecarState> Present()
    {
        var now = time.GetUtcNow();
        var present = new Dictionary<string, SidecarState>(StringComparer.Ordinal);
        foreach (var state in _states.Values)
        {
            if (now - state.Gone >= Grace) continue;
            if (!present.TryGetValue(state.PodUid, out var other) || Prefers(state, other)) present[state.PodUid] = state;
        }

        return present;
    }

    /// <summary>The state of one stream to this replica, or to the one named; or null.</summary>
    public SidecarState? Find(string podUid, string origin = Here) => _states.GetValueOrDefault((podUid, origin));

    /// <summary>A whole state came: it replaces what the same replica said before.</summary>
    public void Tell(string origin, SidecarState state)
    {
        _states[(state.PodUid, origin)] = state with { Order = Interlocked.Increment(ref _order) };
        if (state.Gone is not null) WatchOut();
        Raise(origin, state);
    }

    /// <summary>A sidecar on this replica said something about itself.</summary>
    public void Change(SidecarState stream, Func<SidecarState, SidecarState> change) => Change(Here, (stream.PodUid, stream.Stream), change);

    /// <summary>A sidecar said what it saw: it replaces what it said before on the same stream.</summary>
    public void See(string origin, RelaySeen seen)
    {
        var servers = _lists.Share(seen.Servers);
        Change(origin, (seen.PodUid, seen.Stream), state => state with { Servers = servers });
    }

    /// <summary>A replica is gone, and with it the streams that hung on it.</summary>
    public void Lose(string origin)
    {
        var now = time.GetUtcNow();
        foreach (var state in From(origin).Where(state => state.Gone is null)) Tell(origin, state with { Gone = now });
    }

    /// <summary>Forgets what has been gone for longer than <see cref="Grace"/>.</summary>
    public void Sweep()
    {
        var now = time.GetUtcNow();
        var stale = _states.Where(pair => now - pair.Value.Gone >= Grace).ToList();
        foreach (var pair in stale) _states.TryRemove(pair);
        if (stale.Count > 0) _changed.Raise();
    }

    private void Change(string origin, (string PodUid, string Stream) of, Func<SidecarState, SidecarState> change)
    {
        var key = (of.PodUid, origin);
        while (_states.TryGetValue(key, out var state) && state.Stream == of.Stream)
        {
            var next = change(state) with { Order = Interlocked.Increment(ref _order) };
            if (!_states.TryUpdate(key, next, state)) continue;

            Count(state, next);
            if (next.Gone is not null) WatchOut();
            Raise(origin, next);
            return;
        }
    }

    private static bool Prefers(SidecarState state, SidecarState other) =>
        (state.Gone is null, state.Order).CompareTo((other.Gone is null, other.Order)) > 0;

    private void WatchOut()
    {
        ITimer? timer = null;
        timer = time.CreateTimer(_ => { Sweep(); timer?.Dispose(); }, null, Grace, Timeout.InfiniteTimeSpan);
    }

    private void Count(SidecarState before, SidecarState after)
    {
        if (!ReferenceEquals(before.InForce, after.InForce)) Interlocked.Increment(ref _acks);
        if (after.Nack is not null && !ReferenceEquals(before.Nack, after.Nack)) Interlocked.Increment(ref _nacks);
    }

    private void Raise(string origin, SidecarState state)
    {
        Told?.Invoke(origin, state);
        _changed.Raise();
    }
}
