using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Catalog;

/// <summary>The pieces that results are made of.</summary>
internal static class Content
{
    /// <summary>One red pixel.</summary>
    public const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

    /// <summary>A RIFF header and no sample.</summary>
    public const string Wav = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=";

    /// <summary>The result of a tool that says one thing.</summary>
    public static JsonObject Says(string text) => Result(Text(text));

    /// <summary>The result of a tool that failed; the model reads why.</summary>
    public static JsonObject Fails(string text)
    {
        var result = Says(text);
        result["isError"] = true;
        return result;
    }

    /// <summary>The result of a tool with an output schema: the same as text, for clients that do not read structures.</summary>
    public static JsonObject Structured(JsonObject value)
    {
        var result = Says(JsonBytes.Text(value));
        result["structuredContent"] = value;
        return result;
    }

    public static JsonObject Result(params JsonNode[] content) => new() { ["content"] = new JsonArray([.. content]) };

    public static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    public static JsonObject Image() => new() { ["type"] = "image", ["data"] = Png, ["mimeType"] = "image/png" };

    public static JsonObject Audio() => new() { ["type"] = "audio", ["data"] = Wav, ["mimeType"] = "audio/wav" };

    public static JsonObject Embedded(string uri, string mimeType, string text) => new() { ["type"] = "resource", ["resource"] = Resource(uri, mimeType, text) };

    public static JsonObject Resource(string uri, string mimeType, string text) => new() { ["uri"] = uri, ["mimeType"] = mimeType, ["text"] = text };

    public static JsonObject Message(JsonObject content) => new() { ["role"] = "user", ["content"] = content };
}
