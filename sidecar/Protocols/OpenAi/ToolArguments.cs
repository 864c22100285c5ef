using System.Text;
using System.Text.Json;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>The arguments of a tool call, which OpenAI's dialects carry as a JSON text in a JSON string.</summary>
internal static class ToolArguments
{
    private static readonly byte[] s_none = "{}"u8.ToArray();

    /// <summary>The text of the object; null where it is none. Some servers give the object itself, or nothing where there are none.</summary>
    public static ReadOnlyMemory<byte>? Read(JsonElement arguments)
    {
        if (arguments.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return s_none;
        if (arguments.ValueKind == JsonValueKind.Object) return Encoding.UTF8.GetBytes(arguments.GetRawText());
        if (arguments.ValueKind != JsonValueKind.String) return null;
        var text = Encoding.UTF8.GetBytes(arguments.GetString()!.Trim());
        if (text.Length == 0 || text.AsSpan().SequenceEqual("null"u8)) return s_none;
        return IsObject(text) ? (ReadOnlyMemory<byte>?)text : null;
    }

    private static bool IsObject(ReadOnlySpan<byte> text)
    {
        try
        {
            var json = new Utf8JsonReader(text);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
            json.Skip();
            return !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
