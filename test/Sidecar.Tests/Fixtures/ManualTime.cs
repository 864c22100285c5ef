using AiGateway.Rig;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>A clock that stands still until it is moved, and fires what became due on the way. Timers may be set and the clock be moved on different threads.</summary>
internal sealed class ManualTime : TimeProvider
{
    /// <summary>Where it stands until it is moved.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How long until the first timer that fires once; null where nobody waits.</summary>
    public TimeSpan? Next
    {
        get
        {
            lock (_lock) return _timers.Where(timer => timer.IsOnce).Min(timer => timer.Left);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until somebody waits for no longer than this, and lets that time pass. Who moves the clock before the wait that he means has begun moves it in vain, or ends another.</summary>
    public async Task PassAsync(TimeSpan most)
    {
        await Eventually.HoldsAsync(() => Next <= most, $"somebody waits for no longer than {most}", () => $"The next waits for {Next}.");
        Advance(Next ?? TimeSpan.Zero);
    }

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.IsDue)];
            due.ForEach(timer => timer.Settle());
        }

        due.ForEach(timer => timer.Fire());
    }

    /// <summary>Every field is the clock's lock's.</summary>
    private sealed class ManualTimer(ManualTime clock, Action fire) : ITimer
    {
        private DateTimeOffset _due;
        private TimeSpan _period;
        private bool _isOver;

        public bool IsOnce => _period <= TimeSpan.Zero;

        public bool IsDue => _due <= clock._now;

        public TimeSpan? Left => _due - clock._now;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan || _isOver) return !_isOver;
                (_due, _period) = (clock._now + dueTime, period);
                clock._timers.Add(this);
                return true;
            }
        }

        /// <summary>Sets it for its next period; takes it off where it has none.</summary>
        public void Settle()
        {
            if (IsOnce) clock._timers.Remove(this);
            else _due = clock._now + _period;
        }

        public void Fire()
        {
            lock (clock._lock)
            {
                if (_isOver) return;
            }

            fire();
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                _isOver = true;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
