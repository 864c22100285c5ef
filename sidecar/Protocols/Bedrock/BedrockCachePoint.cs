using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// Converse marks what is to be cached by a block of its own, other dialects by a member of the part before. Kept in the form of Anthropic's <c>cache_control</c>,
/// of which the time to live is all that differs.
/// </summary>
internal static class BedrockCachePoint
{
    private static readonly JsonElement s_short = Parsed("""{"type":"ephemeral"}""");
    private static readonly JsonElement s_fiveMinutes = Parsed("""{"type":"ephemeral","ttl":"5m"}""");
    private static readonly JsonElement s_hour = Parsed("""{"type":"ephemeral","ttl":"1h"}""");

    /// <summary>Reads a <c>cachePoint</c>.</summary>
    public static JsonElement Read(JsonElement block, string path, PathList unknown)
    {
        var control = s_short;
        foreach (var member in block.Members(path))
        {
            if (member.NameEquals("type") || member.Value.IsAbsent()) continue;
            if (member.NameEquals("ttl") && member.Value.ShortText($"{path}.ttl") is "5m" or "1h") control = member.Value.ValueEquals("1h"u8) ? s_hour : s_fiveMinutes;
            else unknown.Add($"{path}.{member.Name}");
        }

        return control;
    }

    private static JsonElement Parsed(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>Writes the block that follows what is to be cached; nothing where nothing is.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement control)
    {
        if (control.IsAbsent()) return;
        json.WriteStartObject();
        json.WriteStartObject("cachePoint");
        json.WriteString("type", "default");
        if (control.Member("ttl") is { ValueKind: JsonValueKind.String } ttl) json.WriteString("ttl", ttl.GetString());
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
