using System.Text.Json.Nodes;

namespace AiGateway.Fakes.Mcp.Protocol;

/// <summary>Reads a node as what it should be, or as nothing: what a client sends may be anything.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool? Flag(this JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static double? Number(this JsonNode? node)
    {
        if (node is not JsonValue value) return null;
        if (value.TryGetValue<double>(out var number)) return number;
        return value.TryGetValue<int>(out var whole) ? whole : null;
    }

    public static JsonNode? Member(this JsonNode? node, string name) => (node as JsonObject)?[name];

    public static JsonObject? Object(this JsonNode? node, string name) => node.Member(name) as JsonObject;

    /// <summary>The object, or an empty one.</summary>
    public static JsonObject OrEmpty(this JsonObject? node) => node ?? [];
}
