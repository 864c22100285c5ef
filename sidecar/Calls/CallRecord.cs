using System.Collections.Immutable;
using AiGateway.Sidecar.Prices;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>
/// The evidence of one call, kept as the stages yield it: what account and audit are made from, however far the call came. Filled by the
/// hall alone; not changed after it was handed to the journal.
/// </summary>
internal sealed class CallRecord(string id, DateTimeOffset at, long startedAt)
{
    public Call? Call;
    public Permit? Permit;
    public Plan? Plan;
    public Refusal? Refusal;

    public string Id => id;

    public DateTimeOffset At => at;

    public long StartedAt => startedAt;

    public long EndedAt { get; set; }

    public Snapshot? Snapshot { get; set; }

    /// <summary>The host that the agent called, where its TLS ended here; null where it called the gateway by its own address.</summary>
    public string? InterceptedHost { get; init; }

    public Reply Reply { get; } = new();

    /// <summary>What it holds of its agent's limits; null where none counts it, or it did not come so far.</summary>
    public Charge? Charge { get; set; }

    /// <summary>The status that the agent was given.</summary>
    public int Status { get; set; }

    /// <summary>Bytes of the request's body.</summary>
    public long BytesIn { get; set; }

    /// <summary>What the call itself cost, its guards' judges not counted; set once it has ended.</summary>
    public Cost Cost { get; set; }

    /// <summary>What the audit may know of the arguments of each message to a tool server, taken down while the body lives; null for a message that has none.</summary>
    public ImmutableArray<McpArguments?> Arguments { get; set; } = [];

    /// <summary>Those of the message at this place.</summary>
    public McpArguments? ArgumentsOf(int place) => place < Arguments.Length ? Arguments[place] : null;
}
