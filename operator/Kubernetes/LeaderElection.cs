namespace AiGateway.Operator.Kubernetes;

/// <summary>
/// One candidate for a Lease. It leads only while its own clock says that the last renewal is younger than the renew deadline, whether or not the API
/// server answers; others are judged by when their renewals were seen to change, never by the times written in the Lease.
/// </summary>
internal sealed partial class LeaderElection(
    KubeClient client, LeaderElectionOptions options, Jitter jitter, TimeProvider time, ILogger<LeaderElection> logger)
{
    private static readonly TimeSpan ReleasePatience = TimeSpan.FromSeconds(3);

    private readonly ObjectKey key = new(options.Namespace, options.LeaseName);
    private readonly Lock gate = new();
    private Leadership current = new();
    private CancellationTokenSource? term;
    private long renewedAt;
    private LeaseSpec? observed;
    private long observedAt;

    /// <summary>Raised after <see cref="Current"/> has become another; handlers are quick and do not throw.</summary>
    public event Action<Leadership>? Changed;

    /// <summary>Who leads, as last seen.</summary>
    public Leadership Current => Volatile.Read(ref current);

    /// <summary>Whether this candidate leads at this very moment.</summary>
    public bool IsLeader =>
        Current is { IsLeader: true, Term.IsCancellationRequested: false }
        && time.GetElapsedTime(Volatile.Read(ref renewedAt)) < options.RenewDeadline;

    /// <summary>Runs until cancelled, and then gives the Lease back, so that another can lead at once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await TryOnceAsync(cancellationToken);
                await Task.Delay(jitter.Longer(options.RetryPeriod * 0.8, 0.4), time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ReleaseAsync();
        }
    }

    private async Task TryOnceAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var patience = new CancellationTokenSource(options.RenewDeadline / 2, time); // A server that hangs leaves time for another try.
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var lease = await client.GetAsync(Kinds.Leases, key, both.Token);
            Observe(lease?.Spec);
            if (lease is not null && !MayTake(lease.Spec))
            {
                Follow(lease.Spec.HolderIdentity);
                return;
            }
            var taken = Taken(lease);
            var result = lease is null
                ? await client.CreateAsync(Kinds.Leases, taken, both.Token)
                : await client.ReplaceAsync(Kinds.Leases, taken, both.Token);
            if (result.Failed(out var error, out var value)) Log.Refused(logger, key, error);
            else Lead(value.Spec, started);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The term ends by its own timer if this goes on.
            Log.Failed(logger, e, key);
        }
    }

    private bool MayTake(LeaseSpec spec)
    {
        if (string.IsNullOrEmpty(spec.HolderIdentity) || spec.HolderIdentity == options.Identity) return true;
        var duration = spec.LeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.LeaseDuration;
        return time.GetElapsedTime(observedAt) >= duration;
    }

    private void Observe(LeaseSpec? spec)
    {
        if (spec == observed) return;
        (observed, observedAt) = (spec, time.GetTimestamp());
    }

    private Lease Taken(Lease? lease)
    {
        var now = time.GetUtcNow();
        var mine = lease?.Spec.HolderIdentity == options.Identity;
        return new Lease
        {
            Metadata = lease?.Metadata ?? new() { Namespace = key.Namespace, Name = key.Name },
            Spec = new()
            {
                HolderIdentity = options.Identity,
                LeaseDurationSeconds = (int)options.LeaseDuration.TotalSeconds,
                AcquireTime = mine ? lease!.Spec.AcquireTime : now,
                RenewTime = now,
                LeaseTransitions = (lease?.Spec.LeaseTransitions ?? 0) + (mine || lease is null ? 0 : 1),
            },
        };
    }

    private void Lead(LeaseSpec spec, long started)
    {
        Observe(spec);
        var left = options.RenewDeadline - time.GetElapsedTime(started);
        if (left <= TimeSpan.Zero) return;
        lock (gate)
        {
            Volatile.Write(ref renewedAt, started);
            term?.CancelAfter(left);
            if (term is { IsCancellationRequested: false }) return;
            term = new CancellationTokenSource(left, time);
            current = new Leadership { Holder = options.Identity, IsLeader = true, Term = term.Token };
        }
        Log.Leads(logger, key, options.Identity);
        Changed?.Invoke(Current);
        Current.Term.Register(Ended);
    }

    private void Follow(string? holder)
    {
        CancellationTokenSource? ended;
        lock (gate)
        {
            if (term is null && current.Holder == holder) return;
            (ended, term) = (term, null);
            current = new Leadership { Holder = holder };
        }
        ended?.Cancel();
        Log.Follows(logger, key, holder);
        Changed?.Invoke(Current);
    }

    // By its timer: the API server did not let us renew in time.
    private void Ended()
    {
        lock (gate)
        {
            if (term is not { IsCancellationRequested: true }) return;
            term = null;
            current = new Leadership { Holder = null };
        }
        Log.Lost(logger, key);
        Changed?.Invoke(Current);
    }

    private async Task ReleaseAsync()
    {
        var led = IsLeader;
        Follow(null);
        if (!led) return;
        using var patience = new CancellationTokenSource(ReleasePatience, time);
        try
        {
            var lease = await client.GetAsync(Kinds.Leases, key, patience.Token);
            if (lease?.Spec.HolderIdentity != options.Identity) return;
            await client.ReplaceAsync(Kinds.Leases, lease with { Spec = lease.Spec with { HolderIdentity = "" } }, patience.Token);
        }
        catch (Exception e)
        {
            Log.Failed(logger, e, key); // Others then wait for the Lease to run out.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(100, LogLevel.Information, "Leads {Lease} as {Identity}")]
        public static partial void Leads(ILogger logger, ObjectKey lease, string identity);

        [LoggerMessage(101, LogLevel.Information, "Follows {Holder} in {Lease}")]
        public static partial void Follows(ILogger logger, ObjectKey lease, string? holder);

        [LoggerMessage(102, LogLevel.Warning, "Leads {Lease} no longer: it could not be renewed in time")]
        public static partial void Lost(ILogger logger, ObjectKey lease);

        [LoggerMessage(103, LogLevel.Information, "Did not get {Lease}: {Error}")]
        public static partial void Refused(ILogger logger, ObjectKey lease, KubeError error);

        [LoggerMessage(104, LogLevel.Warning, "Could not renew or look at {Lease}")]
        public static partial void Failed(ILogger logger, Exception exception, ObjectKey lease);
    }
}
