using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Why a chat completion ended, in the words of OpenAI and of those who speak like it.</summary>
internal static class ChatStops
{
    /// <summary>Reads <c>finish_reason</c>. An answer that calls tools waits for them, whatever its server says.</summary>
    public static StopReason Read(JsonElement reason, bool callsTools)
    {
        var stop = (reason.ValueKind == JsonValueKind.String ? reason.GetString() : null) switch
        {
            "stop" or "eos" or "stop_sequence" or "end_turn" => StopReason.EndTurn,
            "length" or "max_tokens" => StopReason.MaxTokens,
            "model_length" => StopReason.ContextFull,
            "tool_calls" or "function_call" => StopReason.ToolUse,
            "content_filter" => StopReason.ContentFilter,
            _ => StopReason.Other,
        };
        return callsTools && stop is StopReason.EndTurn or StopReason.Other ? StopReason.ToolUse : stop;
    }

    /// <summary>Whether the provider broke the answer off: it is none then.</summary>
    public static bool IsBroken(JsonElement reason) =>
        reason.ValueKind == JsonValueKind.String && (reason.ValueEquals("error"u8) || reason.ValueEquals("insufficient_system_resource"u8));

    public static string Write(StopReason stop) => stop switch
    {
        StopReason.MaxTokens or StopReason.ContextFull => "length",
        StopReason.ToolUse => "tool_calls",
        StopReason.ContentFilter or StopReason.Refusal => "content_filter",
        _ => "stop",
    };
}
