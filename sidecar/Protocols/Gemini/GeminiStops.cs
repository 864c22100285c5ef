using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// Why Gemini stopped. Whatever is neither a whole answer nor a full one is a filter's stop, as Google's own endpoint in OpenAI's dialect has it
/// (<c>content_filter: RECITATION</c>, <c>function_call_filter: MALFORMED_FUNCTION_CALL</c>): an answer that failed must not look like one that ended.
/// </summary>
internal static class GeminiStops
{
    public static StopReason Read(string? word, bool sawCall) => word switch
    {
        "STOP" => sawCall ? StopReason.ToolUse : StopReason.EndTurn,
        "MAX_TOKENS" or "CONTINUATION" => StopReason.MaxTokens,
        "SAFETY" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "MODEL_ARMOR" => StopReason.ContentFilter,
        "RECITATION" or "LANGUAGE" => StopReason.ContentFilter,
        "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION" or "IMAGE_OTHER" or "NO_IMAGE" => StopReason.ContentFilter,
        "MALFORMED_FUNCTION_CALL" or "UNEXPECTED_TOOL_CALL" or "TOO_MANY_TOOL_CALLS" or "MISSING_THOUGHT_SIGNATURE" or "MALFORMED_RESPONSE" => StopReason.ContentFilter,
        "OTHER" => StopReason.ContentFilter,
        _ => StopReason.Other,
    };

    public static string Write(StopReason stop) => stop switch
    {
        StopReason.MaxTokens or StopReason.ContextFull => "MAX_TOKENS",
        StopReason.ContentFilter or StopReason.Refusal => "SAFETY",
        _ => "STOP",
    };

    /// <summary>A call whose arguments are no JSON was cut by the bound on output, or is the model's mistake, for which Gemini has a word of its own.</summary>
    public static string WriteBroken(StopReason stop) => stop is StopReason.MaxTokens or StopReason.ContextFull ? "MAX_TOKENS" : "MALFORMED_FUNCTION_CALL";
}
