using System.Collections.Immutable;

namespace AiGateway.Sidecar.Calls;

/// <summary>Whom an answer of the gateway's own goes to: the requests that a tool server does not get to see.</summary>
/// <param name="Era">The era that the agent speaks, as far as it could be told.</param>
/// <param name="Ids">The ids of the requests as they were written; none where they could not be read.</param>
internal sealed record McpReplyTo(McpEra Era, ImmutableArray<ReadOnlyMemory<byte>> Ids)
{
    /// <summary>To nobody that is known.</summary>
    public static McpReplyTo Nobody { get; } = new(McpEra.Legacy, []);

    /// <summary>The requests came as a batch, and are answered as one.</summary>
    public bool IsBatch { get; init; }

    /// <summary>Nothing but notifications came: nobody waits for an answer.</summary>
    public bool IsNotice { get; init; }

    /// <summary>It is one call of a tool, which a result that says so can answer.</summary>
    public bool IsToolCall { get; init; }

    /// <summary>The request came by the HTTP+SSE transport: clients look at the status of this answer and read another stream.</summary>
    public bool IsReadElsewhere { get; init; }

    /// <summary>Those who made the request.</summary>
    public static McpReplyTo Of(McpRequest request) =>
        Of(request.Era, request.Messages, request.IsBatch) with { IsReadElsewhere = request.Endpoint is not null };

    /// <summary>Those who sent the messages.</summary>
    public static McpReplyTo Of(McpEra era, ImmutableArray<McpMessage> messages, bool isBatch) =>
        new(era, [.. messages.Where(message => message.Kind == McpKind.Request).Select(message => message.Id)])
        {
            IsBatch = isBatch,
            IsNotice = !messages.IsEmpty && messages.All(message => message.Kind == McpKind.Notification),
            IsToolCall = messages is [{ Method: McpMethod.ToolsCall, Kind: McpKind.Request }] && !isBatch,
        };
}
