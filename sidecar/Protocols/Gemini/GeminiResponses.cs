using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// What a function answered: always an object at Gemini, a text everywhere else. By the API's own words <c>output</c> is the result and <c>error</c> what went wrong;
/// without either the whole object is the result.
/// </summary>
internal static class GeminiResponses
{
    public static TextPart Read(JsonElement response, string path, out bool isError)
    {
        isError = false;
        if (response.ValueKind != JsonValueKind.Object) throw new UnfitFieldException(path, "must be an object");
        if (response.EnumerateObject().Count() != 1) return new(response.GetRawText()) { Path = path };
        var only = response.EnumerateObject().First();
        isError = only.Name == "error";
        var unwraps = isError || (only.Name is "output" or "result" && only.Value.ValueKind is JsonValueKind.String or JsonValueKind.Object);
        if (!unwraps) return new(response.GetRawText()) { Path = path };
        return new(only.Value.ValueKind == JsonValueKind.String ? TextValue.From(only.Value) : only.Value.GetRawText()) { Path = path };
    }

    public static void Write(ToolResultPart result, Utf8JsonWriter json)
    {
        var texts = result.Parts.OfType<TextPart>().ToList();
        json.WritePropertyName("response");
        if (!result.IsError && texts.Count == 1 && TryWriteObject(texts[0].Text, json)) return;
        json.WriteStartObject();
        json.WritePropertyName(result.IsError ? "error" : "output");
        WriteTexts(texts, json);
        json.WriteEndObject();
    }

    /// <summary>One text as it is; several as a list, as they are several results.</summary>
    private static void WriteTexts(List<TextPart> texts, Utf8JsonWriter json)
    {
        if (texts.Count == 1)
        {
            texts[0].Text.WriteTo(json);
            return;
        }

        json.WriteStartArray();
        foreach (var part in texts) part.Text.WriteTo(json);
        json.WriteEndArray();
    }

    /// <summary>A text that is a JSON object goes out as that object.</summary>
    private static bool TryWriteObject(TextValue value, Utf8JsonWriter json)
    {
        if (GeminiJson.Decoded(value) is not { } text || !text.AsSpan().TrimStart().StartsWith("{") || !GeminiJson.IsObject(Encoding.UTF8.GetBytes(text))) return false;
        json.WriteRawValue(text, skipInputValidation: true);
        return true;
    }
}
