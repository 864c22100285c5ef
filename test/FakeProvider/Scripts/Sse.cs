using System.Text;
using System.Text.Json.Nodes;

namespace AiGateway.Fakes.Scripts;

/// <summary>Server-sent events, as the dialects write them.</summary>
internal static class Sse
{
    public static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    public static byte[] Data(JsonNode data) => [.. "data: "u8, .. Answers.Bytes(data), .. "\n\n"u8];

    /// <summary>With the event's name, which is the <c>type</c> of its data.</summary>
    public static byte[] Named(JsonObject data) =>
        [.. "event: "u8, .. Encoding.UTF8.GetBytes((string)data["type"]!), .. "\ndata: "u8, .. Answers.Bytes(data), .. "\n\n"u8];

    /// <summary>As Google's servers end lines.</summary>
    public static byte[] Crlf(JsonNode data) => [.. "data: "u8, .. Answers.Bytes(data), .. "\r\n\r\n"u8];
}
