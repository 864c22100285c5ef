namespace AiGateway.Sidecar.Conversations;

/// <summary>What a streamed part is.</summary>
internal enum PartKind
{
    Text,
    Reasoning,

    /// <summary>Reasoning that the provider alone can read: its one signature delta is the sealed value.</summary>
    SealedReasoning,
    ToolCall,
    Refusal,
}
