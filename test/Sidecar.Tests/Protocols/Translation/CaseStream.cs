using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Tests.Protocols.Translation;

/// <summary>
/// Streams as texts: server-sent events as they are; messages of AWS's binary stream as one line of JSON each, <c>{"event":...,"data":...}</c>, or
/// <c>{"exception":...,"data":...}</c>.
/// </summary>
internal static class CaseStream
{
    public static IEnumerable<StreamFrame> Frames(string text) => text.StartsWith('{') ? LinesOf(text) : EventsOf(text);

    /// <summary>What a writer wrote, as a text.</summary>
    public static string Show(string contentType, ReadOnlySpan<byte> bytes) =>
        contentType == "application/vnd.amazon.eventstream" ? ShowMessages(bytes) : Encoding.UTF8.GetString(bytes);

    private static IEnumerable<StreamFrame> LinesOf(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var message = JsonDocument.Parse(line).RootElement;
            var isException = message.TryGetProperty("exception", out var name);
            yield return new() { Name = (isException ? name : message.GetProperty("event")).GetString()!, Data = message.GetProperty("data"), IsException = isException };
        }
    }

    private static IEnumerable<StreamFrame> EventsOf(string text)
    {
        foreach (var block in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var name = ValueOf(lines, "event:") ?? "";
            if (ValueOf(lines, "data:") is not { } data) continue;
            yield return data == "[DONE]"
                ? new() { Name = name, IsDone = true }
                : new() { Name = name, Data = JsonDocument.Parse(data).RootElement };
        }
    }

    private static string? ValueOf(string[] lines, string field)
    {
        var values = lines.Where(line => line.StartsWith(field, StringComparison.Ordinal)).Select(line => line[field.Length..].TrimStart(' ')).ToArray();
        return values.Length == 0 ? null : string.Join('\n', values);
    }

    /// <summary>Total length, headers' length, a check of both; the headers; the payload; a check of the whole.</summary>
    private static string ShowMessages(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        while (!bytes.IsEmpty)
        {
            var (total, headers) = (BinaryPrimitives.ReadInt32BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes[4..]));
            var names = HeadersOf(bytes.Slice(12, headers));
            var (label, name) = names.TryGetValue(":exception-type", out var exception) ? ("exception", exception) : ("event", names[":event-type"]);
            text.Append($$"""{"{{label}}":"{{name}}","data":{{Encoding.UTF8.GetString(bytes[(12 + headers)..(total - 4)])}}}""").Append('\n');
            bytes = bytes[total..];
        }

        return text.ToString();
    }

    /// <summary>Headers whose values are strings, which is type 7.</summary>
    private static Dictionary<string, string> HeadersOf(ReadOnlySpan<byte> bytes)
    {
        Dictionary<string, string> headers = [];
        while (!bytes.IsEmpty)
        {
            var nameLength = bytes[0];
            var name = Encoding.UTF8.GetString(bytes.Slice(1, nameLength));
            Assert.Equal(7, bytes[1 + nameLength]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 + nameLength)..]);
            headers[name] = Encoding.UTF8.GetString(bytes.Slice(4 + nameLength, length));
            bytes = bytes[(4 + nameLength + length)..];
        }

        return headers;
    }
}
