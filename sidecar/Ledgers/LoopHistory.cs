using AiGateway.Sidecar.Guards.Loops;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>The newest calls of tools in one session with one server. Bounded; the oldest make room.</summary>
internal sealed class LoopHistory
{
    /// <summary>The most calls that are remembered.</summary>
    public const int MaxCalls = 512;

    private readonly Lock _lock = new();
    private readonly List<Entry> _calls = [];

    /// <summary>When it was last used, by the clock's counter.</summary>
    public long Used { get; private set; }

    public int Count
    {
        get
        {
            lock (_lock) return _calls.Count;
        }
    }

    /// <summary>What it would amount to if this call were made too.</summary>
    /// <param name="call">The call; what came of it is not known.</param>
    /// <param name="oldest">Calls before this moment, by the clock's counter, do not count.</param>
    /// <param name="check">Its exempt tools do not count.</param>
    public LoopFound Find(in LoopEntry call, long oldest, LoopCheck check)
    {
        var calls = new List<LoopEntry>();
        lock (_lock)
        {
            foreach (var known in _calls)
            {
                if (known.At >= oldest && !check.IsExempt(known.Call.Tool)) calls.Add(known.Call);
            }
        }

        calls.Add(call);
        return LoopFinder.Find(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(calls));
    }

    /// <summary>A call is made, or was answered with a warning.</summary>
    /// <param name="call">The call.</param>
    /// <param name="id">The id that its answer will have; empty where it was not made.</param>
    /// <param name="now">By the clock's counter.</param>
    public void Add(in LoopEntry call, ReadOnlyMemory<byte> id, long now)
    {
        lock (_lock)
        {
            if (_calls.Count == MaxCalls) _calls.RemoveAt(0);
            _calls.Add(new(call, id.ToArray(), now));
            Used = now;
        }
    }

    /// <summary>Whether a call of this id is not answered yet.</summary>
    public bool Awaits(ReadOnlySpan<byte> id)
    {
        lock (_lock) return Find(id) >= 0;
    }

    /// <summary>What came of the newest call of this id that was not answered yet.</summary>
    public void Answer(ReadOnlySpan<byte> id, UInt128 result, bool isFailure)
    {
        lock (_lock)
        {
            if (Find(id) is >= 0 and var index) _calls[index] = _calls[index] with { Call = _calls[index].Call with { Result = result, IsFailure = isFailure }, Id = [] };
        }
    }

    private int Find(ReadOnlySpan<byte> id)
    {
        for (var index = _calls.Count - 1; index >= 0 && !id.IsEmpty; index--)
        {
            if (id.SequenceEqual(_calls[index].Id)) return index;
        }

        return -1;
    }

    private readonly record struct Entry(LoopEntry Call, byte[] Id, long At);
}
