using System.Collections.Concurrent;

namespace AiGateway.Fakes.Mcp.Seen;

/// <summary>The newest requests, oldest first, and how many there were in all.</summary>
public sealed class SeenRequests
{
    private readonly ConcurrentQueue<SeenRequest> _requests = new();
    private readonly int _remember;
    private long _total;
    private long _cancelled;

    internal SeenRequests(int remember) => _remember = remember;

    /// <summary>Requests that arrived.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Requests whose caller went away before the answer was complete.</summary>
    public long Cancelled => Interlocked.Read(ref _cancelled);

    /// <summary>The requests that are kept.</summary>
    public IReadOnlyList<SeenRequest> All => [.. _requests];

    /// <summary>The newest request; throws where there is none.</summary>
    public SeenRequest Last => _requests.Last();

    /// <summary>The requests of one method of the protocol, such as <c>tools/call</c>.</summary>
    public IReadOnlyList<SeenRequest> Of(string method) => [.. _requests.Where(request => request.Method == method)];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _requests.Clear();
        Interlocked.Exchange(ref _total, 0);
        Interlocked.Exchange(ref _cancelled, 0);
    }

    internal bool Keeps => _remember > 0;

    internal void Add(SeenRequest request)
    {
        Interlocked.Increment(ref _total);
        if (!Keeps) return;

        _requests.Enqueue(request);
        while (_requests.Count > _remember) _requests.TryDequeue(out _);
    }

    internal void MarkCancelled(SeenRequest request)
    {
        request.Cancelled = true;
        Interlocked.Increment(ref _cancelled);
    }
}
