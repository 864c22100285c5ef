using System.Collections.Concurrent;
using System.Text;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>
/// The pages of tools that the agent asked for where the answer comes on another stream, as in the HTTP+SSE transport: which page of its list an answer is can be told by its request alone. Bounded; the
/// oldest make room.
/// </summary>
internal sealed class PageLedger
{
    public const int MaxPages = 256;

    private readonly ConcurrentDictionary<(string Server, string Stream, string Id), string?> _cursors = new();
    private readonly ConcurrentQueue<(string Server, string Stream, string Id)> _order = new();

    /// <summary>The agent asks for a page; the cursor is null for the first.</summary>
    public void Add(string server, string stream, ReadOnlySpan<byte> id, string? cursor)
    {
        var key = (server, stream, Encoding.UTF8.GetString(id));
        if (!_cursors.TryAdd(key, cursor)) return;
        _order.Enqueue(key);
        while (_order.Count > MaxPages && _order.TryDequeue(out var oldest)) _cursors.TryRemove(oldest, out _);
    }

    /// <summary>True once for each page that was asked for: its answer came.</summary>
    public bool TryTake(string server, string stream, ReadOnlySpan<byte> id, out string? cursor) => _cursors.TryRemove((server, stream, Encoding.UTF8.GetString(id)), out cursor);
}
