using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// Owns the last good bundle: takes what is offered or says why not, keeps it over a restart, and takes it out of force while
/// the operator has been silent for too long. The one place that swaps.
/// </summary>
internal sealed class SnapshotKeeper(
    SnapshotHolder holder, SnapshotBuilder builder, LastGoodStore store, StalenessOptions options, TimeProvider time)
{
    private static readonly TimeSpan TouchEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Snapshot? _lastGood;
    private InForce? _inForce;
    private DateTimeOffset _inForceSince;
    private DateTimeOffset? _lastContact;
    private DateTimeOffset _touched;
    private bool _connected;

    /// <summary>What a hello says of this sidecar.</summary>
    public InForce? InForce
    {
        get
        {
            lock (_lock) return _inForce;
        }
    }

    public SnapshotFacts Facts
    {
        get
        {
            lock (_lock)
            {
                var age = _lastGood is null ? TimeSpan.Zero : time.GetUtcNow() - _inForceSince;
                return new SnapshotFacts(_lastGood?.Revision, holder.Current is not null, _connected, age, SinceContact());
            }
        }
    }

    /// <summary>Takes up what the process before this one left. Called once, before the first connection.</summary>
    public void Restore()
    {
        if (store.Load() is not { } kept) return;
        var outcome = builder.Build(kept.Bundle);
        if (outcome.Snapshot is not { } snapshot)
        {
            store.Remove(string.Join("; ", outcome.Reasons));
            return;
        }

        lock (_lock)
        {
            Keep(snapshot, kept.Bundle);
            _lastContact = kept.LastContact;
            if (!IsStale()) holder.Swap(snapshot);
        }
    }

    /// <summary>Puts the bundle in force, or leaves everything as it is; the answer says which.</summary>
    public Envelope Offer(Bundle bundle)
    {
        var outcome = builder.Build(bundle);
        if (outcome.Snapshot is not { } snapshot) return Refuse(bundle, outcome.NackReason, string.Join("; ", outcome.Reasons.Take(5)));

        lock (_lock)
        {
            if (_inForce is not null && FreshnessCheck.FindStale(_inForce, bundle.Positions, snapshot.Sources) is { } stale)
                return Refuse(bundle, NackReasons.StaleSources, stale);

            var highest = bundle with { Positions = FreshnessCheck.Highest(_inForce?.Positions ?? [], bundle.Positions) };
            Keep(snapshot, highest);
            holder.Swap(snapshot);
            store.Save(highest);
            return new Envelope { Type = EnvelopeTypes.Ack, Ack = new Ack { InForce = _inForce! } };
        }
    }

    /// <summary>The operator was heard: what was out of force for its silence is in force again.</summary>
    public void Connect()
    {
        lock (_lock)
        {
            _connected = true;
            Heard();
            if (holder.Current is null && _lastGood is not null) holder.Swap(_lastGood);
        }
    }

    /// <summary>The stream is gone; the time that counts begins now.</summary>
    public void Disconnect()
    {
        lock (_lock)
        {
            if (_connected) Heard();
            _connected = false;
        }
    }

    /// <summary>Called every second: an open stream is contact, and silence wears the bundle out.</summary>
    public void Check()
    {
        lock (_lock)
        {
            if (_connected && time.GetUtcNow() - _touched >= TouchEvery) Heard();
            if (IsStale() && holder.Current is not null) holder.Swap(null);
        }
    }

    private void Keep(Snapshot snapshot, Bundle bundle)
    {
        _lastGood = snapshot;
        _inForceSince = time.GetUtcNow();
        _inForce = new InForce { Revision = snapshot.Revision, Sources = snapshot.Sources, Positions = bundle.Positions };
    }

    private void Heard()
    {
        _touched = time.GetUtcNow();
        _lastContact = _touched;
        store.Touch();
    }

    private TimeSpan? SinceContact() => _connected ? TimeSpan.Zero : time.GetUtcNow() - _lastContact;

    private bool IsStale() => SinceContact() > options.Limit;

    private static Envelope Refuse(Bundle bundle, string reason, string message) => new()
    {
        Type = EnvelopeTypes.Nack,
        Nack = new Nack { Revision = bundle.Revision, Reason = reason, Message = message },
    };
}
