using System.Net;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>
/// The evidence of one connection to the outside, or of one request of plain HTTP: what audit and meters are made from. Filled by the door that it came by; not changed after it was
/// handed to the journal.
/// </summary>
internal sealed class EgressRecord(string id, DateTimeOffset at, long startedAt)
{
    public string Id => id;

    public DateTimeOffset At => at;

    /// <summary>When it began, as the clock's timestamps count.</summary>
    public long StartedAt => startedAt;

    /// <summary>When it ended, likewise.</summary>
    public long EndedAt { get; set; }

    /// <summary>The snapshot that judged it; null where none was in force.</summary>
    public Snapshot? Snapshot { get; set; }

    public required EgressVia Via { get; init; }

    /// <summary>What was judged.</summary>
    public EgressAsk Ask { get; set; }

    /// <summary>What the agent asked for by name where that is no name of a host, for the audit alone; it is bounded there.</summary>
    public string? Asked { get; set; }

    /// <summary>What was decided; of one that was let through and then failed, the reason why it did.</summary>
    public EgressVerdict Verdict { get; set; }

    /// <summary>Where it was connected to; null where it was not.</summary>
    public IPEndPoint? Connected { get; set; }

    /// <summary>Bytes from the agent.</summary>
    public long BytesIn { get; set; }

    /// <summary>Bytes to the agent.</summary>
    public long BytesOut { get; set; }

    public EgressEnd End { get; set; }

    /// <summary>Why it was cut; null where it was not.</summary>
    public EgressVerdict? Cut { get; set; }
}
