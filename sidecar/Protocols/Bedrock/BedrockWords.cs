using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Converse's words for why a model stopped and what it used; whole answers and streams share them.</summary>
internal static class BedrockWords
{
    public static StopReason ReadStop(string? word) => word switch
    {
        "end_turn" => StopReason.EndTurn,
        "stop_sequence" => StopReason.StopSequence,
        "max_tokens" => StopReason.MaxTokens,
        "model_context_window_exceeded" => StopReason.ContextFull,
        "tool_use" => StopReason.ToolUse,
        "guardrail_intervened" or "content_filtered" => StopReason.ContentFilter,
        "refusal" => StopReason.Refusal,
        _ => StopReason.Other,
    };

    public static string WordOf(StopReason stop) => stop switch
    {
        StopReason.StopSequence => "stop_sequence",
        StopReason.MaxTokens => "max_tokens",
        StopReason.ContextFull => "model_context_window_exceeded",
        StopReason.ToolUse => "tool_use",
        StopReason.ContentFilter or StopReason.Refusal => "content_filtered",
        _ => "end_turn",
    };

    /// <summary>Converse counts what was read from the cache and written to it beside the input.</summary>
    public static Usage ReadUsage(JsonElement usage) => UsageReader.Of(usage) with { Source = UsageSource.Reported };

    public static void WriteUsage(Utf8JsonWriter json, in Usage usage)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("inputTokens", Math.Max(0, usage.Input - usage.Cached - usage.CacheWrite));
        json.WriteNumber("outputTokens", usage.Output);
        json.WriteNumber("totalTokens", usage.Input + usage.Output);
        if (usage.Cached > 0) json.WriteNumber("cacheReadInputTokens", usage.Cached);
        if (usage.CacheWrite > 0) json.WriteNumber("cacheWriteInputTokens", usage.CacheWrite);
        json.WriteEndObject();
    }

    /// <summary>Clients want it there; a format knows no clock.</summary>
    public static void WriteMetrics(Utf8JsonWriter json)
    {
        json.WriteStartObject("metrics");
        json.WriteNumber("latencyMs", 0);
        json.WriteEndObject();
    }
}
