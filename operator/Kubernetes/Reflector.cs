namespace AiGateway.Operator.Kubernetes;

/// <summary>
/// Keeps one kind in memory: list, then timed watches with bookmarks from where the last one ended; after any error, a cut or a 410, a new list. So
/// no change is lost, deletions in the dark included. It decides nothing about what it holds.
/// </summary>
internal sealed partial class Reflector<T>(
    KubeClient client, ResourceKind<T> kind, ReflectorOptions<T> options, ReflectorClock clock, ILogger logger)
    where T : KubernetesObject
{
    private static readonly TimeSpan ShortestWatch = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Backoff backoff = new(options.FirstBackoff, options.LongestBackoff, clock.Jitter);
    private ReflectorView<T> current = new();
    private CancellationTokenSource? round;
    private long listedAt;

    public string Kind => kind.Kind;

    /// <summary>The latest view; immutable.</summary>
    public ReflectorView<T> Current => Volatile.Read(ref current);

    /// <summary>
    /// Asks for a new list, because another replica is known to have seen more. Many calls make one list, and lists keep their distance. The signal
    /// is raised after it even where nothing is new.
    /// </summary>
    public void RelistSoon()
    {
        lock (gate)
        {
            if (round is null) return; // A list is under way, or about to be.
            var wait = options.RelistSpacing - clock.Time.GetElapsedTime(listedAt);
            round.CancelAfter(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListAsync(cancellationToken);
                await WatchRoundAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                var wait = backoff.Next();
                Log.Lists(logger, kind.Kind, e.Message, wait);
                await Task.Delay(wait, clock.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var list = await client.ListAsync(kind, options.Select, cancellationToken);
        if (!ReflectorView<T>.IsNumber(list.ResourceVersion))
        {
            throw new NotSupportedException("this API server's resourceVersions are not numbers, so what is newer cannot be told");
        }
        var next = Current.After(list, options);
        if (next.Seen < Current.Seen) Log.WentBack(logger, kind.Kind, Current.Seen, next.Seen);
        Volatile.Write(ref current, next);
        options.Signal();
        listedAt = clock.Time.GetTimestamp();
    }

    // Returns when a new list is due.
    private async Task WatchRoundAsync(CancellationToken cancellationToken)
    {
        using var due = new CancellationTokenSource(clock.Jitter.Longer(options.Resync, 0.5), clock.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        lock (gate) round = due;
        try
        {
            while (!both.IsCancellationRequested) await WatchOnceAsync(both.Token);
        }
        catch (OperationCanceledException) when (due.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // A new list is due.
        }
        finally
        {
            lock (gate) round = null;
        }
    }

    private async Task WatchOnceAsync(CancellationToken cancellationToken)
    {
        var started = clock.Time.GetTimestamp();
        var watch = new WatchOptions
        {
            ResourceVersion = Current.Seen.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Timeout = clock.Jitter.Longer(options.WatchTimeout, 1),
        };
        var events = 0;
        await foreach (var change in client.WatchAsync(kind, options.Select, watch, cancellationToken))
        {
            events++;
            backoff.Reset();
            var next = Current.After(change, options);
            var signal = SignalOf(change, next);
            Volatile.Write(ref current, next);
            signal?.Invoke();
        }
        if (events == 0 && clock.Time.GetElapsedTime(started) < ShortestWatch) throw new IOException("the server ended the watch at once");
        backoff.Reset();
    }

    /// <summary>What a change raises when it is in the view; null where nothing.</summary>
    private Action? SignalOf(WatchEvent<T> change, ReflectorView<T> next)
    {
        if (change.Type == WatchEventType.Bookmark || (options.SignalsSignificantAlone && next.Changed == Current.Changed)) return null;
        return change.Object is { } value && Current.Objects.TryGetValue(ObjectKey.Of(value), out var old) && next.Objects.TryGetValue(ObjectKey.Of(value), out var now)
            && old.Metadata.Uid == now.Metadata.Uid && options.CanWait(old, now) ? options.SignalLater : options.Signal;
    }

    private static partial class Log
    {
        [LoggerMessage(110, LogLevel.Warning, "Reading {Kind} failed ({Problem}); lists again in {Wait}")]
        public static partial void Lists(ILogger logger, string kind, string problem, TimeSpan wait);

        [LoggerMessage(111, LogLevel.Error, "The API server's history of {Kind} went back from {Before} to {Now}, as after a restore of its store")]
        public static partial void WentBack(ILogger logger, string kind, ulong before, ulong now);
    }
}
