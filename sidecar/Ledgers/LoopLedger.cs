using System.Collections.Concurrent;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>
/// The newest calls of tools, of each session with each server; where a server has no sessions, of all that the agent calls there. Kept when the snapshot is swapped. Bounded; the one that
/// was not used for longest makes room.
/// </summary>
internal sealed class LoopLedger
{
    /// <summary>The most sessions that are remembered.</summary>
    public const int MaxSessions = 256;

    private readonly ConcurrentDictionary<(string Server, string Session), LoopHistory> _histories = new();

    public int Count => _histories.Count;

    /// <summary>The calls of a session; an empty history where there were none.</summary>
    public LoopHistory Of(string server, string? session)
    {
        var history = _histories.GetOrAdd((server, session ?? ""), static _ => new());
        while (_histories.Count > MaxSessions)
        {
            var oldest = _histories.Where(other => other.Value != history).MinBy(other => other.Value.Used);
            _histories.TryRemove(oldest);
        }

        return history;
    }

    /// <summary>The calls of a session; null where none is remembered.</summary>
    public LoopHistory? Find(string server, string? session) => _histories.GetValueOrDefault((server, session ?? ""));
}
