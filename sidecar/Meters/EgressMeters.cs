using System.Collections.Concurrent;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Meters;

/// <summary>Counts connections to the outside for the metrics page. No lock on the way of a connection, and no label but words of closed sets.</summary>
internal sealed class EgressMeters
{
    private readonly ConcurrentDictionary<(EgressAction Action, EgressReason Reason, EgressVia Via), Counter> _connections = new();

    public IEnumerable<KeyValuePair<(EgressAction Action, EgressReason Reason, EgressVia Via), Counter>> Connections => _connections;

    /// <summary>Bytes from agents, of connections that have ended.</summary>
    public Counter BytesIn { get; } = new();

    /// <summary>Bytes to agents, likewise.</summary>
    public Counter BytesOut { get; } = new();

    /// <summary>Counts a connection that has ended.</summary>
    public void Add(EgressRecord record)
    {
        _connections.GetOrAdd((record.Verdict.Action, record.Verdict.Reason, record.Via), static _ => new()).Add(1);
        BytesIn.Add(record.BytesIn);
        BytesOut.Add(record.BytesOut);
    }
}
