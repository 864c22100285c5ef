using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Bedrock;

namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>Amazon Bedrock's ConverseStream, in its binary messages.</summary>
internal sealed class ScriptedConverse : ScriptedDialect
{
    public override WireFormat Format => WireFormat.BedrockConverse;

    public override bool IsBinary => true;

    public override Spoken[] Texts { get; } = [new(0, 0, Spoken.Reasoning), new(0, 1, Spoken.Text), new(0, 2, Spoken.Arguments), new(0, 3, Spoken.Text)];

    public override IEnumerable<string> Begin() => ["""messageStart {"p":"abc","role":"assistant"}"""];

    public override IEnumerable<string> Open(Spoken text) => text.Kind == Spoken.Arguments
        ? [$"contentBlockStart {{\"contentBlockIndex\":{text.Part},\"start\":{{\"toolUse\":{{\"name\":\"mail\",\"toolUseId\":\"t\"}}}}}}"]
        : [];

    public override string Piece(Spoken text, string piece) => $"contentBlockDelta {{\"contentBlockIndex\":{text.Part},\"delta\":{text.Kind switch
    {
        Spoken.Text => $"{{\"text\":{Quote(piece)}}}",
        Spoken.Reasoning => $"{{\"reasoningContent\":{{\"text\":{Quote(piece)}}}}}",
        _ => $"{{\"toolUse\":{{\"input\":{Quote(piece)}}}}}",
    }},\"p\":\"abcdef\"}}";

    public override IEnumerable<string> End(IReadOnlyDictionary<Spoken, string> texts)
    {
        foreach (var text in texts.Keys) yield return $"contentBlockStop {{\"contentBlockIndex\":{text.Part}}}";
        yield return """messageStop {"stopReason":"end_turn"}""";
        yield return """metadata {"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},"metrics":{"latencyMs":1}}""";
    }

    public override IEnumerable<(Spoken Text, string Said, bool IsWhole)> Hear(JsonElement frame)
    {
        if (!frame.TryGetProperty("contentBlockIndex", out var index)) yield break;
        var part = index.GetInt32();
        var isDelta = frame.TryGetProperty("delta", out var delta);
        if (isDelta || !frame.TryGetProperty("start", out _)) yield return (new(0, part, Spoken.Ended), isDelta ? "" : ".", isDelta);
        if (!isDelta) yield break;
        if (delta.TryGetProperty("text", out var text)) yield return (new(0, part, Spoken.Text), Unquote(text), false);
        if (delta.TryGetProperty("reasoningContent", out var thought) && thought.TryGetProperty("text", out text)) yield return (new(0, part, Spoken.Reasoning), Unquote(text), false);
        if (delta.TryGetProperty("toolUse", out var call)) yield return (new(0, part, Spoken.Arguments), Unquote(call.GetProperty("input")), false);
    }

    public override byte[] BytesOf(string frame)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var space = frame.IndexOf(' ', StringComparison.Ordinal);
        EventStreamWriter.Write(bytes, frame[..space], Encoding.UTF8.GetBytes(frame[(space + 1)..]));
        return bytes.WrittenSpan.ToArray();
    }
}
