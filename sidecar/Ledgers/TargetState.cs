using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>
/// What all calls of this pod have seen of one target: a sliding window, an open or closed circuit, and the retries spent. The rule comes with each question, so
/// that a new bundle changes the rule and keeps the memory. Its lock is held for a few additions.
/// </summary>
internal sealed class TargetState(TimeProvider clock)
{
    /// <summary>Over how long retries are set against calls, in milliseconds.</summary>
    public const int BudgetMs = 30_000;

    /// <summary>The parts that a window is counted in. Each is a second, or longer where the longest window that was asked for needs it.</summary>
    private const int Parts = 120;

    /// <summary>Retries that are free in that time: with few calls a share of them would be none.</summary>
    public const int FreeRetries = 3;

    private readonly Lock _lock = new();
    private readonly Part[] _ring = new Part[Parts + 1];
    private long _width = 1000;
    private long _usedAt;
    private long _openUntil;
    private long _probeUntil;

    /// <summary>Whether its circuit is open, or waits for a probe.</summary>
    public bool IsOpen => Volatile.Read(ref _openUntil) != 0;

    /// <summary>When a probe may come, in milliseconds of the clock; zero where it is closed.</summary>
    public long OpenUntil => Volatile.Read(ref _openUntil);

    private long Now => (long)clock.GetElapsedTime(0).TotalMilliseconds;

    public bool HasRestedFor(TimeSpan time) => Now - Volatile.Read(ref _usedAt) > time.TotalMilliseconds;

    /// <summary>May this try go there? One probe at a time; a probe of which nothing is heard makes way for another after the time that the circuit stays open.</summary>
    public Admission Enter(Breaker? breaker, Entry entry)
    {
        lock (_lock)
        {
            var now = _usedAt = Now;
            Widen(breaker);
            var admission = AdmissionOf(breaker, entry, now);
            if (admission == Admission.Refused) return admission;
            if (admission == Admission.Probe) _probeUntil = now + (long)breaker!.Open.TotalMilliseconds;
            if (entry != Entry.Again) At(now).Started++;
            return admission;
        }
    }

    /// <summary>The try was not made after all.</summary>
    public void Withdraw(Admission admission)
    {
        if (admission != Admission.Probe) return;
        lock (_lock) _probeUntil = 0;
    }

    /// <summary>How the try came out. True where it opened the circuit.</summary>
    public bool End(bool failed, Admission admission, Breaker? breaker)
    {
        lock (_lock)
        {
            var now = Now;
            ref var part = ref At(now);
            part.Ended++;
            if (failed) part.Failed++;
            if (admission == Admission.Probe && !failed) Close();
            if (!failed || breaker is null || !MustOpen(breaker, admission, now)) return false;

            _probeUntil = 0;
            _openUntil = now + (long)breaker.Open.TotalMilliseconds;
            return true;
        }
    }

    /// <summary>Takes one retry of the budget; false where it is spent.</summary>
    public bool TrySpend(int percent)
    {
        if (percent == 0) return false;
        lock (_lock)
        {
            var now = Now;
            var recent = Sum(now, BudgetMs);
            if (recent.Retried >= Math.Max(FreeRetries, (long)recent.Started * percent / 100)) return false;
            At(now).Retried++;
            return true;
        }
    }

    private Admission AdmissionOf(Breaker? breaker, Entry entry, long now)
    {
        if (breaker is null || _openUntil == 0) return Admission.Passed;
        return entry == Entry.Forced || (now >= _openUntil && now >= _probeUntil) ? Admission.Probe : Admission.Refused;
    }

    private bool MustOpen(Breaker breaker, Admission admission, long now)
    {
        if (admission == Admission.Probe) return true;
        if (_openUntil != 0) return false; // A try from before it opened tells nothing new.
        var recent = Sum(now, (long)breaker.Window.TotalMilliseconds);
        return recent.Ended >= breaker.MinCalls && (long)recent.Failed * 100 >= (long)breaker.FailurePercent * recent.Ended;
    }

    /// <summary>What was seen before it opened is not held against it again.</summary>
    private void Close()
    {
        (_openUntil, _probeUntil) = (0, 0);
        foreach (ref var part in _ring.AsSpan()) (part.Ended, part.Failed) = (0, 0);
    }

    /// <summary>A window longer than any before is counted in longer parts, and anew.</summary>
    private void Widen(Breaker? breaker)
    {
        if (breaker is null || breaker.Window.TotalMilliseconds <= _width * Parts) return;
        _width = (long)Math.Ceiling(breaker.Window.TotalMilliseconds / Parts);
        Array.Clear(_ring);
    }

    private ref Part At(long now)
    {
        var number = now / _width;
        ref var part = ref _ring[number % _ring.Length];
        if (part.Number != number) part = new() { Number = number };
        return ref part;
    }

    private Part Sum(long now, long window)
    {
        var (sum, last) = (default(Part), now / _width);
        var first = last - Math.Max(1, window / _width);
        foreach (ref readonly var part in _ring.AsSpan())
        {
            if (part.Number > last || part.Number <= first) continue;
            sum.Started += part.Started;
            sum.Ended += part.Ended;
            sum.Failed += part.Failed;
            sum.Retried += part.Retried;
        }

        return sum;
    }

    private struct Part
    {
        public long Number;
        public int Started;
        public int Ended;
        public int Failed;
        public int Retried;
    }
}
