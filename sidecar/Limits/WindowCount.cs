namespace AiGateway.Sidecar.Limits;

/// <summary>
/// A count of this pod's own. <c>_held</c> is what is reserved and what was used within the window, in one number, so that one compare and swap admits or refuses. Use goes into a ring of parts; a part that leaves the window is
/// closed and taken off.
/// </summary>
internal sealed class WindowCount : LimitCount
{
    /// <summary>Below half of it, the count was given up; nothing that is ever reserved brings it back.</summary>
    private const long Retired = long.MinValue / 2;

    private readonly Window? _window;
    private readonly Bucket?[] _ring;
    private long _held;
    private long _head;

    /// <param name="key">What has the count.</param>
    /// <param name="window">Null for calls under way, which leave as they end.</param>
    public WindowCount(string key, Window? window)
        : base(key) => (_window, _ring) = (window, window is null ? [] : new Bucket?[window.Parts]);

    /// <summary>What is reserved and what was used within the window, together.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>What was used, by part: for a process that comes after this one.</summary>
    public IEnumerable<(long Number, long Used)> Parts => _ring.OfType<Bucket>().Where(part => part.Used > 0).Select(part => (part.Number, part.Used));

    public override Taken TryReserve(long amount, long most, long now)
    {
        var taken = Take(amount, most, now);
        if (taken != Taken.No || _window is null) return taken;
        Sweep(_window.NumberAt(now)); // Who turns the ring may not be through with it.
        return Take(amount, most, now);
    }

    public override Taken Reserve(long amount, long most, long now)
    {
        var taken = TryReserve(amount, most, now);
        if (taken != Taken.No) return taken;
        return Take(amount, long.MaxValue, now) == Taken.Gone ? Taken.Gone : Taken.No;
    }

    public override void Settle(long reserved, in Spent spent, long now)
    {
        Use(spent.Used);
        if (spent.Used > 0 && _window is not null) Count(_window.NumberAt(now), spent.Used);
        Interlocked.Add(ref _held, -reserved);
        Hold(-reserved);
    }

    /// <summary>Takes up what the process before this one has used in a part.</summary>
    public void Restore(long number, long used, long now)
    {
        Turn(now);
        if (_window is not null && used > 0 && number <= _window.NumberAt(now)) Count(number, used);
    }

    /// <summary>Gives the count up where nobody holds or has used anything of it; true where it is gone.</summary>
    public bool TryRetire(long now)
    {
        Turn(now);
        return Interlocked.CompareExchange(ref _held, Retired, 0) == 0;
    }

    /// <summary>Whether nothing counts now.</summary>
    public bool IsEmpty(long now)
    {
        Turn(now);
        return Held == 0;
    }

    public override long LeftOf(long most, long now)
    {
        Turn(now);
        return Math.Max(0, most - Math.Max(0, Held));
    }

    public override long? RoomAt(long amount, long most, long now)
    {
        if (amount > most) return null;
        var held = Held;
        if (_window is null) return now;
        foreach (var part in _ring.OfType<Bucket>().OrderBy(part => part.Number))
        {
            held -= part.Used;
            if (held + amount <= most) return _window.LeavesAt(part.Number);
        }

        return _window.LeavesAt(_window.NumberAt(now)); // Open calls hold the rest.
    }

    public override long? ResetsAt(long now)
    {
        Turn(now);
        long? last = null;
        foreach (var part in _ring)
        {
            if (part is { Used: > 0 } && (last is null || part.Number > last)) last = part.Number;
        }

        return last is { } number ? _window!.LeavesAt(number) : null;
    }

    private void Count(long number, long used)
    {
        Interlocked.Add(ref _held, used);
        Bucket? part;
        do part = PartOf(number);
        while (part is not null && !part.TryAdd(used));
        if (part is null) Interlocked.Add(ref _held, -used); // It has left the window already.
    }

    private Taken Take(long amount, long most, long now)
    {
        Turn(now);
        long seen;
        do
        {
            seen = Volatile.Read(ref _held);
            if (seen < Retired / 2) return Taken.Gone;
            if (amount > 0 && amount > most - seen) return Taken.No;
        }
        while (Interlocked.CompareExchange(ref _held, seen + amount, seen) != seen);
        Hold(amount);
        return Taken.Yes;
    }

    /// <summary>Takes off what has left the window; once a part.</summary>
    private void Turn(long now)
    {
        if (_window is null) return;
        var number = _window.NumberAt(now);
        var head = Volatile.Read(ref _head);
        if (number > head && Interlocked.CompareExchange(ref _head, number, head) == head) Sweep(number);
    }

    private void Sweep(long number)
    {
        for (var slot = 0; slot < _ring.Length; slot++)
        {
            if (Volatile.Read(ref _ring[slot]) is { } part && part.Number <= number - _ring.Length && Interlocked.CompareExchange(ref _ring[slot], null, part) == part)
                Interlocked.Add(ref _held, -part.Close());
        }
    }

    /// <summary>The part of that number; null where it has left the window.</summary>
    private Bucket? PartOf(long number)
    {
        ref var slot = ref _ring[number % _ring.Length];
        while (true)
        {
            var there = Volatile.Read(ref slot);
            if (there?.Number == number) return there;
            if (there?.Number > number || number <= Volatile.Read(ref _head) - _ring.Length) return null;
            var fresh = new Bucket(number);
            if (Interlocked.CompareExchange(ref slot, fresh, there) != there) continue;
            if (there is not null) Interlocked.Add(ref _held, -there.Close());
            return fresh;
        }
    }
}
