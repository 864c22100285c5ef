using System.Collections.Immutable;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>A request to a tool server's endpoint, read once.</summary>
internal sealed class McpRequest : IDisposable
{
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

    /// <summary>What it asks of the policies; empty for nothing but the server itself.</summary>
    public ImmutableArray<McpAsk> Asks { get; set; } = [];

    /// <summary>The only message, or the first of a batch; null for GET and DELETE.</summary>
    public McpMessage? First => Messages.IsEmpty ? null : Messages[0];

    public void Dispose() => Body?.Dispose();
}
