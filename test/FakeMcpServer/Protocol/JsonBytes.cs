using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.Fakes.Mcp.Protocol;

/// <summary>Nodes to bytes and back, on one line, as an event's data wants it.</summary>
internal static class JsonBytes
{
    public static byte[] Of(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer)) node.WriteTo(json);
        return buffer.WrittenSpan.ToArray();
    }

    public static string Text(JsonNode node) => Encoding.UTF8.GetString(Of(node));

    /// <summary>A constant of this project.</summary>
    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
