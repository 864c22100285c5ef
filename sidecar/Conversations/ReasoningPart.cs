namespace AiGateway.Sidecar.Conversations;

/// <summary>What the model thought. Either readable, or sealed by the provider; its signature must come back with it.</summary>
internal sealed record ReasoningPart(TextValue Text) : Part
{
    /// <summary>Reasoning that the provider alone can read (Anthropic's <c>redacted_thinking</c>, Responses' <c>encrypted_content</c>); null where the text is readable.</summary>
    public Signature? Sealed { get; init; }

    /// <summary>The item's id, where the dialect gives it one.</summary>
    public string? Id { get; init; }
}
