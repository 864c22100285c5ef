using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>A <c>usageMetadata</c>: what the model thought is not in its candidates, and what hosted tools fed it is not in its prompt.</summary>
internal static class GeminiUsage
{
    /// <summary>The usage, or null where there is none.</summary>
    public static Usage? Read(JsonElement root)
    {
        if (!root.TryGetProperty("usageMetadata", out var usage) || usage.ValueKind != JsonValueKind.Object) return null;
        return UsageReader.Of(usage);
    }

    public static void Write(Usage usage, Utf8JsonWriter json)
    {
        if (usage.Source == UsageSource.None) return;
        json.WriteStartObject("usageMetadata");
        json.WriteNumber("promptTokenCount", usage.Input);
        if (usage.Cached > 0) json.WriteNumber("cachedContentTokenCount", usage.Cached);
        json.WriteNumber("candidatesTokenCount", Math.Max(0, usage.Output - usage.Reasoning));
        if (usage.Reasoning > 0) json.WriteNumber("thoughtsTokenCount", usage.Reasoning);
        json.WriteNumber("totalTokenCount", usage.Input + usage.Output);
        json.WriteEndObject();
    }
}
