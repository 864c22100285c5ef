using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Tests.Guards.Matrix;

/// <summary>What came of one play.</summary>
internal sealed record MatrixOutcome(int Status, string? Sent, byte[] Heard, string Record)
{
    private static readonly string[] s_spoken = ["content", "text", "delta", "partial_json", "arguments", "input", "args", "q"];

    public bool IsDenied => Record.Contains("\"reason\":\"guardrail_denied\"", StringComparison.Ordinal);

    /// <summary>Every string of what the provider got, JSON in strings opened.</summary>
    public string SentText => Sent is null ? "" : string.Join('\n', StringsOf(JsonDocument.Parse(Sent).RootElement));

    /// <summary>Every string of what the agent got, and what its client joins of the pieces of a stream.</summary>
    public string HeardText(bool isBinary)
    {
        List<string> pieces = [], wholes = [];
        foreach (var frame in FramesOf(isBinary))
        {
            wholes.AddRange(StringsOf(frame));
            pieces.AddRange(Spoken(frame));
        }

        var joined = string.Concat(pieces);
        return string.Join('\n', [.. wholes, joined, .. Opened(joined)]);
    }

    private IEnumerable<JsonElement> FramesOf(bool isBinary)
    {
        if (Heard.Length > 0 && Heard[0] == '{') return [JsonDocument.Parse(Heard).RootElement];
        List<JsonElement> frames = [];
        FrameSplitter splitter = isBinary ? new EventStreamSplitter() : new EventSplitter();
        for (ReadOnlySequence<byte> rest = new(Heard); !rest.IsEmpty && splitter.TryFindEnd(rest, out var length, out _); rest = rest.Slice(length))
        {
            if (FrameReader.Read(rest.Slice(0, length), splitter, out var data) is { IsDone: false }) frames.Add(data!.RootElement.Clone());
        }

        return frames;
    }

    private static IEnumerable<string> Spoken(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member =>
            member.Value.ValueKind == JsonValueKind.String ? s_spoken.Contains(member.Name) ? [member.Value.GetString()!] : [] : Spoken(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Spoken),
        _ => [],
    };

    private static IEnumerable<string> StringsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => StringsOf(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(StringsOf),
        JsonValueKind.String => [value.GetString()!, .. Opened(value.GetString()!)],
        _ => [],
    };

    private static IEnumerable<string> Opened(string text)
    {
        if (!text.StartsWith('{')) return [];
        try
        {
            return StringsOf(JsonDocument.Parse(Encoding.UTF8.GetBytes(text)).RootElement);
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
