using System.Collections.Concurrent;

namespace AiGateway.Fakes;

/// <summary>The newest calls, oldest first, and how many there were in all.</summary>
public sealed class SeenCalls(int remember)
{
    private readonly ConcurrentQueue<SeenCall> _calls = new();
    private long _total;
    private long _cancelled;

    /// <summary>Calls that arrived.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Calls whose caller went away before the answer was complete.</summary>
    public long Cancelled => Interlocked.Read(ref _cancelled);

    /// <summary>The calls that are kept.</summary>
    public IReadOnlyList<SeenCall> All => [.. _calls];

    /// <summary>The newest call; throws where there is none.</summary>
    public SeenCall Last => _calls.Last();

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _calls.Clear();
        Interlocked.Exchange(ref _total, 0);
        Interlocked.Exchange(ref _cancelled, 0);
    }

    internal void Add(SeenCall call)
    {
        Interlocked.Increment(ref _total);
        if (remember == 0) return;

        _calls.Enqueue(call);
        while (_calls.Count > remember) _calls.TryDequeue(out _);
    }

    internal void MarkCancelled(SeenCall call)
    {
        call.Cancelled = true;
        Interlocked.Increment(ref _cancelled);
    }
}
