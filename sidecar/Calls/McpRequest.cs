using System.Buffers;
using System.Collections.Immutable;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>A request to a tool server's endpoint, read once.</summary>
internal sealed record McpRequest : IDisposable
{
    private long? _released;

    /// <summary>The server's name in the path.</summary>
    public required string Server { get; init; }

    public required McpVerb Verb { get; init; }

    public McpEra Era { get; init; }

    /// <summary>The protocol version as the message or the header states it, a date; null where neither does, which is 2025-03-26.</summary>
    public string? Version { get; init; }

    /// <summary>The session's id as the agent sent it; null for none.</summary>
    public string? Session { get; init; }

    /// <summary>Of a GET that takes a stream up again; null for none.</summary>
    public string? LastEventId { get; init; }

    /// <summary>Of a POST of the HTTP+SSE transport: what the gateway named the stream's own endpoint; null for none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The body; null for GET and DELETE.</summary>
    public Body? Body { get; init; }

    /// <summary>The messages in the body: one, but for a batch of 2025-03-26.</summary>
    public ImmutableArray<McpMessage> Messages { get; init; } = [];

    public bool IsBatch { get; init; }

    /// <summary>What guards have masked in the body: ordered, not overlapping. Conditions of policies saw the body as it came; the server, and what the audit knows, have it with these.</summary>
    public ImmutableArray<BodyEdit> Masks { get; set; } = [];

    /// <summary>The headers that repeat arguments, as they came.</summary>
    public ImmutableArray<(string Name, string Value)> Mirrors { get; init; } = [];

    /// <summary>Those of them that guards have masked.</summary>
    public ImmutableArray<(string Name, string Value)> MaskedMirrors { get; set; } = [];

    /// <summary>Whether a guard found something in it that was not masked: no value of its arguments, and no hash of them, is told.</summary>
    public bool HidesArguments { get; set; }

    /// <summary>Whether a guard found something in a name or a URI: none is told.</summary>
    public bool HidesNames { get; set; }

    /// <summary>What came of the questions whether a human approves its calls; empty where nobody was asked.</summary>
    public ImmutableArray<ApprovalNote> Approvals { get; set; } = [];

    /// <summary>Begins the answer early where the agent takes a stream; null where it takes none.</summary>
    public KeepAlive? KeepAlive { get; init; }

    /// <summary>What it asks of the policies; empty for nothing but the server itself.</summary>
    public ImmutableArray<McpAsk> Asks { get; set; } = [];

    /// <summary>The only message, or the first of a batch; null for GET and DELETE.</summary>
    public McpMessage? First => Messages.IsEmpty ? null : Messages[0];

    /// <summary>
    /// The edits that take these capabilities out of what the messages declare, together: by itself each would do, but two neighbours share a comma. Ordered, not overlapping.
    /// </summary>
    public ImmutableArray<BodyEdit> Without(Func<McpSubject, bool> isWithheld)
    {
        var edits = ImmutableArray.CreateBuilder<BodyEdit>();
        foreach (var message in Messages)
        {
            foreach (var (capability, removal) in message.Capabilities)
            {
                if (!isWithheld(capability)) continue;
                if (edits.Count > 0 && edits[^1] is var last && removal.Start <= last.Start + last.Length)
                    edits[^1] = WithComma(last with { Length = removal.Start + removal.Length - last.Start });
                else edits.Add(removal);
            }
        }

        return edits.DrainToImmutable();
    }

    /// <summary>Where the first member of an object went with its neighbour, the comma behind them goes too; else the one before them did.</summary>
    private BodyEdit WithComma(BodyEdit edit)
    {
        var bytes = new SequenceReader<byte>(Body!.Bytes.Slice(edit.Start));
        if (!bytes.TryPeek(out var first) || first != (byte)'"') return edit;
        bytes.Advance(edit.Length);
        bytes.AdvancePastAny(" \t\r\n"u8);
        return bytes.IsNext((byte)',', advancePast: true) ? edit with { Length = bytes.Consumed } : edit;
    }

    /// <summary>How long the body is, or was; null where there is none.</summary>
    public long? BodyLength => _released ?? Body?.Length;

    /// <summary>The same request in the session that its answer began.</summary>
    public McpRequest In(string session) => this with { Session = session };

    /// <summary>Gives the body's memory back before the call ends: nobody looks at it any more.</summary>
    public void Release()
    {
        if (_released is not null || Body is null) return;
        _released = Body.Length;
        Body.Dispose();
    }

    public void Dispose() => Release();
}
