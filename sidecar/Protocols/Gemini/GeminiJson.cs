using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Small questions about JSON that comes from outside.</summary>
internal static class GeminiJson
{
    /// <summary>Whether the text is one whole JSON object, not too deep.</summary>
    public static bool IsObject(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new() { MaxDepth = 64 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false; // That is the answer.
        }
    }

    /// <summary>The characters of a text; null where half of a surrogate pair stands in it, which may be passed on but not looked at.</summary>
    public static string? Decoded(TextValue text)
    {
        try
        {
            return text.ToString();
        }
        catch (InvalidOperationException)
        {
            return null; // That is the answer.
        }
    }

    /// <summary>A count of something; 0 where it is none.</summary>
    public static long Count(JsonElement number) => number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var count) && count > 0 ? count : 0;

    /// <summary>A short text of an answer; null where it is absent.</summary>
    /// <exception cref="JsonException">It is longer than it may be.</exception>
    public static string? Short(JsonElement text, int most = 1024)
    {
        if (text.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        var value = text.GetString()!;
        return value.Length <= most ? value : throw new JsonException("a name is too long");
    }
}
