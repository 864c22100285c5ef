namespace AiGateway.Sidecar.Conversations;

/// <summary>The model calls a tool.</summary>
internal sealed record ToolCallPart : Part
{
    /// <summary>The call's id; a reader whose dialect has none makes one up, the same for the same place.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The arguments: the UTF-8 text of one JSON object, as the dialect's object, or unescaped from its string. Never empty: no arguments are <c>{}</c>.</summary>
    public required ReadOnlyMemory<byte> Arguments { get; init; }
}
