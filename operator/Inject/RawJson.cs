using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>Reads raw JSON without throwing: what is absent, or of another type, is null or empty. Only a missing root is an error.</summary>
internal static class RawJson
{
    public static JsonObject Object(this JsonNode? node) => node as JsonObject ?? throw new JsonException("a JSON object was expected");

    public static JsonNode? Child(this JsonNode? node, string name) => node is JsonObject found ? found[name] : null;

    public static string? Text(this JsonNode? node, string name) =>
        node.Child(name) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool Flag(this JsonNode? node, string name) =>
        node.Child(name) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static long? Number(this JsonNode? node, string name) =>
        node.Child(name) is JsonValue value && long.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static IEnumerable<JsonObject> Items(this JsonNode? node, string name) =>
        node.Child(name) is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>The texts of an object's properties, as of labels and annotations.</summary>
    public static Dictionary<string, string> Texts(this JsonNode? node, string name) =>
        node.Child(name) is JsonObject found
            ? found.Where(pair => pair.Value is JsonValue value && value.TryGetValue<string>(out _)).ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>(), StringComparer.Ordinal)
            : [];
}
