using System.Collections.Concurrent;

namespace AiGateway.Fakes.Mcp.Calls;

/// <summary>The sessions that are alive.</summary>
internal sealed class SessionStore
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    public IEnumerable<Session> All => _sessions.Values;

    public void Add(Session session) => _sessions[session.Id] = session;

    public Session? Find(string? id) => id is not null && _sessions.TryGetValue(id, out var session) ? session : null;

    public bool End(string? id)
    {
        if (id is null || !_sessions.TryRemove(id, out var session)) return false;

        session.Close();
        return true;
    }
}
