using System.Buffers;
using System.Text.Json;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Errors in OpenAI's shape, <c>{"error":{"message","type","param","code"}}</c>, so that its clients raise their own classes.</summary>
internal static class OpenAiErrors
{
    /// <summary>An answer's whole body.</summary>
    public static byte[] Body(string type, string code, string message, string? param)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes)) Write(json, (type, code, message, param));
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The last event of a stream that ends in an error; no <c>[DONE]</c> follows.</summary>
    public static byte[] Event(string type, string code, string message)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        bytes.Write("data: "u8);
        using (var json = new Utf8JsonWriter(bytes)) Write(json, (type, code, message, null));
        bytes.Write("\n\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Whether a provider's error body is in this shape, so that it can be passed on as it came.</summary>
    public static bool IsErrorBody(in ReadOnlySequence<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
            var found = false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isError = json.ValueTextEquals("error"u8);
                json.Read();
                found |= isError && json.TokenType == JsonTokenType.StartObject;
                json.Skip();
            }

            return found && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Write(Utf8JsonWriter json, (string Type, string Code, string Message, string? Param) error)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteString("type", error.Type);
        json.WriteString("param", error.Param);
        json.WriteString("code", error.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
