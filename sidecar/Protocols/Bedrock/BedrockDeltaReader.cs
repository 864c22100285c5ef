using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// Reads a stream of Converse. Only tool calls have an event for their beginning: other blocks begin with their first words. The usage comes after the end of the message,
/// and is the last event.
/// </summary>
internal sealed class BedrockDeltaReader : DeltaReader
{
    private int _parts = -1;
    private int _block = -1;
    private PartKind? _open;
    private bool _hasArguments;
    private bool _isStarted;
    private bool _isStopped;
    private bool _isEnded;

    public override void Read(in StreamFrame frame, List<Delta> deltas)
    {
        if (_isEnded) return;
        if (frame.IsException)
        {
            _isEnded = true;
            deltas.Add(new(DeltaKind.Fault) { Error = BedrockErrors.ReadException(frame.Name, frame.Data) });
            return;
        }

        if (!_isStarted) deltas.Add(new(DeltaKind.Start));
        _isStarted = true;
        switch (frame.Name)
        {
            case "contentBlockStart" when frame.Data.GetProperty("start").Member("toolUse") is { ValueKind: JsonValueKind.Object } tool:
                OpenTool(BlockOf(frame), tool, deltas);
                break;
            case "contentBlockDelta":
                ReadDelta(BlockOf(frame), frame.Data.GetProperty("delta"), deltas);
                break;
            case "contentBlockStop":
                Close(deltas);
                break;
            case "messageStop":
                ReadStop(frame.Data, deltas);
                break;
            case "metadata":
                deltas.Add(new(DeltaKind.Usage) { Usage = BedrockWords.ReadUsage(frame.Data.Member("usage")) });
                if (_isStopped) End(deltas);
                break;
        }
    }

    public override bool Finish(List<Delta> deltas)
    {
        if (_isStopped && !_isEnded) End(deltas);
        return _isEnded;
    }

    private static int BlockOf(in StreamFrame frame) =>
        frame.Data.GetProperty("contentBlockIndex").TryGetInt32(out var block) ? block : throw new JsonException("a block's index is no whole number");

    private void End(List<Delta> deltas)
    {
        _isEnded = true;
        deltas.Add(new(DeltaKind.End));
    }

    private void ReadStop(JsonElement data, List<Delta> deltas)
    {
        Close(deltas);
        if (_isStopped) return;
        _isStopped = true;
        var met = data.Member("additionalModelResponseFields").Member("stop_sequence");
        deltas.Add(new(DeltaKind.ChoiceEnd)
        {
            Stop = BedrockWords.ReadStop(data.GetProperty("stopReason").GetString()),
            Name = met.ValueKind == JsonValueKind.String ? met.GetString() : null,
        });
    }

    private void OpenTool(int block, JsonElement tool, List<Delta> deltas)
    {
        // A tool that AWS runs by itself is none that anybody else can answer.
        if (!tool.Member("type").IsAbsent()) return;
        Close(deltas);
        (_block, _open, _hasArguments) = (block, PartKind.ToolCall, false);
        deltas.Add(new(DeltaKind.PartStart)
        {
            Part = ++_parts,
            Opens = PartKind.ToolCall,
            Id = tool.GetProperty("toolUseId").GetString(),
            Name = tool.GetProperty("name").GetString(),
        });
    }

    private void ReadDelta(int block, JsonElement delta, List<Delta> deltas)
    {
        if (delta.TryGetProperty("text", out var text))
        {
            Open(block, PartKind.Text, deltas);
            deltas.Add(new(DeltaKind.Text) { Part = _parts, Text = TextValue.From(text) });
        }
        else if (delta.TryGetProperty("reasoningContent", out var reasoning)) ReadReasoning(block, reasoning, deltas);
        else if (delta.TryGetProperty("toolUse", out var tool) && _open == PartKind.ToolCall && block == _block)
        {
            var input = TextValue.From(tool.GetProperty("input"));
            if (input.IsEmpty) return;
            _hasArguments = true;
            deltas.Add(new(DeltaKind.Arguments) { Part = _parts, Text = input });
        }
    }

    private void ReadReasoning(int block, JsonElement reasoning, List<Delta> deltas)
    {
        if (reasoning.TryGetProperty("redactedContent", out var seal))
        {
            Open(block, PartKind.SealedReasoning, deltas);
            deltas.Add(new(DeltaKind.Signature) { Part = _parts, Signature = BedrockSeal.Read(seal.GetString() ?? "") });
            return;
        }

        Open(block, PartKind.Reasoning, deltas);
        if (reasoning.TryGetProperty("text", out var text)) deltas.Add(new(DeltaKind.Text) { Part = _parts, Text = TextValue.From(text) });
        if (reasoning.TryGetProperty("signature", out var signature))
            deltas.Add(new(DeltaKind.Signature) { Part = _parts, Signature = Signature.Read(signature.GetString() ?? "", Signature.Bedrock) });
    }

    private void Open(int block, PartKind kind, List<Delta> deltas)
    {
        if (_open == kind && _block == block) return;
        Close(deltas);
        (_block, _open) = (block, kind);
        deltas.Add(new(DeltaKind.PartStart) { Part = ++_parts, Opens = kind });
    }

    private void Close(List<Delta> deltas)
    {
        if (_open is null) return;
        if (_open == PartKind.ToolCall && !_hasArguments) deltas.Add(new(DeltaKind.Arguments) { Part = _parts, Text = "{}" });
        deltas.Add(new(DeltaKind.PartEnd) { Part = _parts });
        _open = null;
    }
}
