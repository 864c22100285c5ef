using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>The usage of a chat completion: its input counts cached tokens, its output the reasoning.</summary>
internal static class ChatUsage
{
    /// <summary>The usage of an answer or a chunk, wherever its server puts it (Groq: <c>x_groq.usage</c>); null for none.</summary>
    public static Usage? Of(JsonElement answer)
    {
        var usage = answer.Member("usage");
        if (usage.ValueKind != JsonValueKind.Object) usage = answer.Member("x_groq").Member("usage");
        return usage.ValueKind == JsonValueKind.Object ? UsageReader.Of(usage) : null;
    }

    public static void Write(Usage usage, Utf8JsonWriter json)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", usage.Input);
        json.WriteNumber("completion_tokens", usage.Output);
        json.WriteNumber("total_tokens", usage.Input + usage.Output);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", usage.Cached);
        if (usage.CacheWrite > 0) json.WriteNumber("cache_write_tokens", usage.CacheWrite);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", usage.Reasoning);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A count; 0 where there is none.</summary>
    public static long Count(JsonElement count) => count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var number) && number > 0 ? number : 0;
}
