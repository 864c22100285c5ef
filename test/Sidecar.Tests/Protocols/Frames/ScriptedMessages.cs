using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>Anthropic's Messages: blocks of words, thoughts and calls, the first of which opens with its first words.</summary>
internal sealed class ScriptedMessages : ScriptedDialect
{
    public override WireFormat Format => WireFormat.AnthropicMessages;

    public override Spoken[] Texts { get; } = [new(0, 0, Spoken.Reasoning), new(0, 1, Spoken.Text), new(0, 2, Spoken.Arguments), new(0, 3, Spoken.Text), new(0, 4, Spoken.Arguments)];

    public override IEnumerable<string> Begin() =>
        ["""{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"x","content":[],"stop_reason":null,"usage":{"input_tokens":3}}}"""];

    public override IEnumerable<string> Open(Spoken text) =>
        [$"{{\"type\":\"content_block_start\",\"index\":{text.Part},\"content_block\":{text.Kind switch
        {
            Spoken.Text => """{"type":"text","text":"se"}""",
            Spoken.Reasoning => """{"type":"thinking","thinking":"","signature":""}""",
            _ => """{"type":"tool_use","id":"t","name":"mail","input":{}}""",
        }}}}"];

    public override string Piece(Spoken text, string piece) => $"{{\"type\":\"content_block_delta\",\"index\":{text.Part},\"delta\":{text.Kind switch
    {
        Spoken.Text => $"{{\"type\":\"text_delta\",\"text\":{Quote(piece)}}}",
        Spoken.Reasoning => $"{{\"type\":\"thinking_delta\",\"thinking\":{Quote(piece)}}}",
        _ => $"{{\"type\":\"input_json_delta\",\"partial_json\":{Quote(piece)}}}",
    }}}}";

    public override IEnumerable<string> End(IReadOnlyDictionary<Spoken, string> texts)
    {
        foreach (var text in texts.Keys) yield return $"{{\"type\":\"content_block_stop\",\"index\":{text.Part}}}";
        yield return """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":7}}""";
        yield return """{"type":"message_stop"}""";
    }

    public override IEnumerable<(Spoken Text, string Said, bool IsWhole)> Hear(JsonElement frame)
    {
        if (!frame.TryGetProperty("index", out var index)) yield break;
        var part = index.GetInt32();
        foreach (var container in new[] { "content_block", "delta" })
        {
            if (!frame.TryGetProperty(container, out var members)) continue;
            foreach (var (name, kind) in new[] { ("text", Spoken.Text), ("thinking", Spoken.Reasoning), ("partial_json", Spoken.Arguments) })
            {
                if (members.TryGetProperty(name, out var said)) yield return (new(0, part, kind), Unquote(said), false);
            }
        }

        var type = frame.GetProperty("type").GetString();
        if (type == "content_block_stop") yield return (new(0, part, Spoken.Ended), ".", false);
        if (type == "content_block_delta") yield return (new(0, part, Spoken.Ended), "", true);
    }

    public override byte[] BytesOf(string frame) => Encoding.UTF8.GetBytes($"event: {JsonDocument.Parse(frame).RootElement.GetProperty("type").GetString()}\ndata: {frame}\n\n");
}
