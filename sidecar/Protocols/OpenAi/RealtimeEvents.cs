using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Reads and writes the few events of a realtime conversation that the gateway acts on.</summary>
internal static class RealtimeEvents
{
    private const int MaxType = 128;

    /// <summary>An <c>error</c> event, as a provider would send it.</summary>
    public static byte[] ErrorOf(Refusal refusal)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type", "error");
            json.WriteStartObject("error");
            json.WriteString("type", "invalid_request_error");
            json.WriteString("code", CallWords.Of(refusal.Reason));
            json.WriteString("message", refusal.Message);
            json.WriteString("param", refusal.Param);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The usage that a <c>response.done</c> tells; null for any other event.</summary>
    public static Usage? UsageOf(in ReadOnlySequence<byte> message)
    {
        try
        {
            if (!IsDone(message)) return null;
            using var document = JsonDocument.Parse(message);
            if (!document.RootElement.TryGetProperty("response", out var response) || !response.TryGetProperty("usage", out var usage)) return null;
            return UsageReader.Of(usage) with { Source = UsageSource.Reported };
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether it is a piece of an answer: a token or more, for which the usage at the answer's end is still to come.</summary>
    public static bool IsDelta(in ReadOnlySequence<byte> message)
    {
        try
        {
            Span<byte> type = stackalloc byte[MaxType];
            return type[..CopyType(message, type)].EndsWith(".delta"u8);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsDone(in ReadOnlySequence<byte> message)
    {
        Span<byte> type = stackalloc byte[MaxType];
        return type[..CopyType(message, type)].SequenceEqual("response.done"u8);
    }

    /// <summary>The event's type; nothing where it has none, or one that is longer than any.</summary>
    private static int CopyType(in ReadOnlySequence<byte> message, Span<byte> into)
    {
        var json = new Utf8JsonReader(message);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = json.ValueTextEquals("type"u8);
            json.Read();
            if (isType) return json.TokenType == JsonTokenType.String && (json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length) <= into.Length ? json.CopyString(into) : 0;
            json.Skip();
        }

        return 0;
    }
}
