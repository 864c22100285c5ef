using System.Collections.Concurrent;
using System.Text;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>
/// The requests that servers made of the agent's client and that passed: only what was asked may be answered, since an answer to nothing would be a way to send anything to a server.
/// Bounded; the oldest make room.
/// </summary>
internal sealed class AskedLedger
{
    public const int MaxAsked = 1024;

    private readonly ConcurrentDictionary<(string Server, string Session, string Id), byte> _asked = new();
    private readonly ConcurrentQueue<(string Server, string Session, string Id)> _order = new();

    /// <summary>How many are held, those that were answered and not yet forgotten included.</summary>
    public int Remembered => _order.Count;

    /// <summary>A request of a server passed to the agent.</summary>
    public void Add(string server, string? session, ReadOnlySpan<byte> id)
    {
        var key = (server, session ?? "", Encoding.UTF8.GetString(id));
        if (!_asked.TryAdd(key, 0)) return;
        _order.Enqueue(key);
        while (_order.Count > MaxAsked && _order.TryDequeue(out var oldest)) _asked.TryRemove(oldest, out _);
    }

    /// <summary>True once for each request: the agent answers it.</summary>
    public bool TryTake(string server, string? session, ReadOnlySpan<byte> id) => _asked.TryRemove((server, session ?? "", Encoding.UTF8.GetString(id)), out _);
}
