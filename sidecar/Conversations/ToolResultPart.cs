namespace AiGateway.Sidecar.Conversations;

/// <summary>What a tool answered.</summary>
internal sealed record ToolResultPart : Part
{
    /// <summary>The <see cref="ToolCallPart.Id"/> that it answers.</summary>
    public required string CallId { get; init; }

    /// <summary>The tool's name, where the dialect says it; else the writer finds it by <see cref="Conversation.NameOfCall"/>.</summary>
    public string? Name { get; init; }

    public required IReadOnlyList<Part> Parts { get; init; }

    public bool IsError { get; init; }
}
