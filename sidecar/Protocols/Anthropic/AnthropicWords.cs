using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Words of Messages that more than one reader or writer needs.</summary>
internal static class AnthropicWords
{
    public const string StandardOnly = "standard_only";

    /// <summary>The same in OpenAI's words.</summary>
    public const string DefaultTier = "default";

    public static StopReason StopOf(string? word) => word switch
    {
        "end_turn" => StopReason.EndTurn,
        "stop_sequence" => StopReason.StopSequence,
        "max_tokens" => StopReason.MaxTokens,
        "model_context_window_exceeded" => StopReason.ContextFull,
        "tool_use" => StopReason.ToolUse,
        "refusal" => StopReason.Refusal,
        "pause_turn" => StopReason.Pause,
        _ => StopReason.Other,
    };

    /// <summary>Some providers say of a turn that calls tools that it just ended.</summary>
    public static string WordOf(StopReason stop, bool callsTool) => stop switch
    {
        StopReason.StopSequence => "stop_sequence",
        StopReason.MaxTokens => "max_tokens",
        StopReason.ContextFull => "model_context_window_exceeded",
        StopReason.ToolUse => "tool_use",
        StopReason.ContentFilter or StopReason.Refusal => "refusal",
        StopReason.Pause => "pause_turn",
        _ => callsTool ? "tool_use" : "end_turn",
    };
}
