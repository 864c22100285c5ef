using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>
/// Reads the events of a streamed message. Blocks are counted anew, because those that are passed over (tools that the provider runs, citations) leave gaps. Keeps the open blocks
/// alone, of which there are never many.
/// </summary>
internal sealed class AnthropicDeltaReader : DeltaReader
{
    private const int MostOpen = 64;

    private readonly Dictionary<int, Block> _open = [];
    private AnthropicUsage _usage;
    private int _parts;
    private bool _hasStopped;
    private bool _isWhole;

    public override void Read(in StreamFrame frame, List<Delta> deltas)
    {
        var data = frame.Data;
        if (_isWhole || data.ValueKind != JsonValueKind.Object) return;
        switch (AnthropicAnswerReader.WordOf(data.Member("type")) ?? frame.Name)
        {
            case "message_start":
                Start(data.GetProperty("message"), deltas);
                break;
            case "content_block_start":
                Open(IndexOf(data), data.GetProperty("content_block"), deltas);
                break;
            case "content_block_delta":
                if (_open.TryGetValue(IndexOf(data), out var block)) Take(block, data.GetProperty("delta"), deltas);
                break;
            case "content_block_stop":
                if (_open.Remove(IndexOf(data), out var ended)) Close(ended, deltas);
                break;
            case "message_delta":
                TakeStop(data, deltas);
                break;
            case "message_stop":
                End(deltas);
                break;
            case "error":
                deltas.Add(new(DeltaKind.Fault) { Error = AnthropicErrorReader.Read(0, data) ?? throw new JsonException("An error says nothing.") });
                break;
        }
    }

    public override bool Finish(List<Delta> deltas) => _isWhole;

    private static int IndexOf(JsonElement data) =>
        data.GetProperty("index").TryGetInt32(out var index) ? index : throw new JsonException("A block's index is no whole number.");

    private void Start(JsonElement message, List<Delta> deltas)
    {
        _usage.Take(message.Member("usage"));
        deltas.Add(new(DeltaKind.Start)
        {
            Id = AnthropicAnswerReader.WordOf(message.Member("id")),
            Name = AnthropicAnswerReader.WordOf(message.Member("model")),
            Usage = _usage.Usage,
        });
    }

    private void Open(int index, JsonElement content, List<Delta> deltas)
    {
        if (_open.Count == MostOpen) throw new JsonException("Too many blocks are open.");
        PartKind? kind = content.GetProperty("type").GetString() switch
        {
            "text" => PartKind.Text,
            "thinking" => PartKind.Reasoning,
            "redacted_thinking" => PartKind.SealedReasoning,
            "tool_use" => PartKind.ToolCall,
            _ => null,
        };
        if (kind is not { } opens) return;
        var block = new Block(_parts++, opens);
        if (!_open.TryAdd(index, block)) throw new JsonException("A block is open already.");
        deltas.Add(new(DeltaKind.PartStart) { Part = block.Part, Opens = opens, Id = WordIn(content, opens, "id"), Name = WordIn(content, opens, "name") });
        TakeFirst(block, content, deltas);
    }

    private static string? WordIn(JsonElement content, PartKind kind, string name) =>
        kind == PartKind.ToolCall ? AnthropicAnswerReader.WordOf(content.GetProperty(name)) ?? throw new JsonException("A call of a tool lacks its id or name.") : null;

    /// <summary>A block may begin with something in it already.</summary>
    private static void TakeFirst(Block block, JsonElement content, List<Delta> deltas)
    {
        AddText(block, content.Member(block.Kind == PartKind.Text ? "text" : "thinking"), deltas);
        AddSignature(block, content.Member(block.Kind == PartKind.SealedReasoning ? "data" : "signature"), deltas);
        var input = content.Member("input");
        if (block.Kind != PartKind.ToolCall || input.ValueKind != JsonValueKind.Object || !input.EnumerateObject().Any()) return;
        block.HasArguments = true;
        deltas.Add(new(DeltaKind.Arguments) { Part = block.Part, Text = input.GetRawText() });
    }

    /// <summary>Citations, and whatever comes to be, are passed over.</summary>
    private static void Take(Block block, JsonElement delta, List<Delta> deltas)
    {
        switch (delta.GetProperty("type").GetString())
        {
            case "text_delta":
                AddText(block, delta.GetProperty("text"), deltas);
                break;
            case "thinking_delta":
                AddText(block, delta.GetProperty("thinking"), deltas);
                break;
            case "signature_delta":
                AddSignature(block, delta.GetProperty("signature"), deltas);
                break;
            case "input_json_delta" when block.Kind == PartKind.ToolCall:
                var json = TextValue.From(delta.GetProperty("partial_json"));
                if (json.IsEmpty) break;
                block.HasArguments = true;
                deltas.Add(new(DeltaKind.Arguments) { Part = block.Part, Text = json });
                break;
        }
    }

    private static void AddText(Block block, JsonElement text, List<Delta> deltas)
    {
        if (text.ValueKind != JsonValueKind.String || block.Kind is not (PartKind.Text or PartKind.Reasoning)) return;
        var value = TextValue.From(text);
        if (!value.IsEmpty) deltas.Add(new(DeltaKind.Text) { Part = block.Part, Text = value });
    }

    private static void AddSignature(Block block, JsonElement signature, List<Delta> deltas)
    {
        if (block.Kind is PartKind.Reasoning or PartKind.SealedReasoning && AnthropicAnswerReader.WordOf(signature) is { } value)
            deltas.Add(new(DeltaKind.Signature) { Part = block.Part, Signature = new(Signature.Anthropic, value) });
    }

    private static void Close(Block block, List<Delta> deltas)
    {
        if (block.Kind == PartKind.ToolCall && !block.HasArguments) deltas.Add(new(DeltaKind.Arguments) { Part = block.Part, Text = "{}" });
        deltas.Add(new(DeltaKind.PartEnd) { Part = block.Part });
    }

    private void TakeStop(JsonElement data, List<Delta> deltas)
    {
        _usage.Take(data.Member("usage"));
        var delta = data.GetProperty("delta");
        if (AnthropicAnswerReader.WordOf(delta.Member("stop_reason")) is { } stop) Stop(AnthropicWords.StopOf(stop), AnthropicAnswerReader.WordOf(delta.Member("stop_sequence")), deltas);
        if (_usage.IsTold) deltas.Add(new(DeltaKind.Usage) { Usage = _usage.Usage });
    }

    private void Stop(StopReason stop, string? sequence, List<Delta> deltas)
    {
        if (_hasStopped) return;
        _hasStopped = true;
        foreach (var block in _open.Values) Close(block, deltas);
        _open.Clear();
        deltas.Add(new(DeltaKind.ChoiceEnd) { Stop = stop, Name = sequence });
    }

    private void End(List<Delta> deltas)
    {
        Stop(StopReason.Other, null, deltas);
        _isWhole = true;
        deltas.Add(new(DeltaKind.End));
    }

    /// <summary>A block that has begun and not ended.</summary>
    private sealed class Block(int part, PartKind kind)
    {
        public int Part => part;

        public PartKind Kind => kind;

        public bool HasArguments { get; set; }
    }
}
