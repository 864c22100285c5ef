using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>Reads the output items of a response's stream into parts. Texts follow each other; calls may be open together. Keeps no text.</summary>
internal sealed class ResponsesPartsReader
{
    private const int MostCalls = 256;
    private readonly Dictionary<int, int> _calls = [];
    private readonly HashSet<int> _spoken = [];
    private (PartKind Kind, int Item, int Place) _open;
    private bool _isOpen;
    private int _part = -1;

    public bool CallsTools { get; private set; }

    public void Read(string type, JsonElement data, List<Delta> deltas)
    {
        switch (type)
        {
            case "response.output_text.delta":
                Say(PartKind.Text, data, "content_index", deltas);
                if (ResponsesAnswerReader.LogProbs(data.Member("logprobs")) is { ValueKind: JsonValueKind.Object } likely) deltas.Add(new(DeltaKind.LogProbs) { Json = likely });
                break;
            case "response.refusal.delta":
                Say(PartKind.Refusal, data, "content_index", deltas);
                break;
            case "response.reasoning_summary_text.delta" or "response.reasoning_text.delta":
                Say(PartKind.Reasoning, data, "summary_index", deltas);
                break;
            case "response.output_item.added" when IsCall(data):
                OpenCall(data, deltas);
                break;
            case "response.function_call_arguments.delta":
                AddArguments(data, data.GetProperty("delta"), deltas);
                break;
            case "response.output_item.done":
                EndItem(data.GetProperty("item"), data, deltas);
                break;
        }
    }

    public void Close(List<Delta> deltas)
    {
        CloseText(deltas);
        foreach (var part in _calls.Values.Order()) deltas.Add(new(DeltaKind.PartEnd) { Part = part });
        _calls.Clear();
    }

    private static bool IsCall(JsonElement data) => data.GetProperty("item").Member("type") is { ValueKind: JsonValueKind.String } type && type.ValueEquals("function_call"u8);

    private static int ItemOf(JsonElement data) => ChatAnswerReader.Whole(data.Member("output_index"), 0);

    /// <summary>Another summary of the same item is another paragraph of the same thought.</summary>
    private void Say(PartKind kind, JsonElement data, string placeName, List<Delta> deltas)
    {
        var text = TextValue.From(data.GetProperty("delta"));
        if (text.IsEmpty) return;
        var here = (kind, ItemOf(data), ChatAnswerReader.Whole(data.Member(placeName), 0));
        var goesOn = _isOpen && (_open == here || (kind == PartKind.Reasoning && _open.Kind == kind && _open.Item == here.Item2));
        if (!goesOn) OpenText(kind, deltas);
        else if (_open != here) deltas.Add(new(DeltaKind.Text) { Part = _part, Text = "\n\n" });
        _open = here;
        deltas.Add(new(DeltaKind.Text) { Part = _part, Text = text });
    }

    private void OpenText(PartKind kind, List<Delta> deltas)
    {
        Close(deltas);
        _isOpen = true;
        deltas.Add(new(DeltaKind.PartStart) { Part = ++_part, Opens = kind });
    }

    private void CloseText(List<Delta> deltas)
    {
        if (_isOpen) deltas.Add(new(DeltaKind.PartEnd) { Part = _part });
        _isOpen = false;
    }

    private void OpenCall(JsonElement data, List<Delta> deltas)
    {
        CloseText(deltas);
        if (_calls.Count == MostCalls || !_calls.TryAdd(ItemOf(data), _part + 1)) throw new JsonException("too many calls");
        CallsTools = true;
        var item = data.GetProperty("item");
        deltas.Add(new(DeltaKind.PartStart)
        {
            Part = ++_part,
            Opens = PartKind.ToolCall,
            Id = ChatAnswerReader.Word(item.Member("call_id")) ?? throw new JsonException("a call has no id"),
            Name = ChatAnswerReader.Word(item.Member("name")) ?? throw new JsonException("a call names no function"),
        });
    }

    private void AddArguments(JsonElement data, JsonElement arguments, List<Delta> deltas)
    {
        if (!_calls.TryGetValue(ItemOf(data), out var part)) throw new JsonException("arguments of no call");
        var text = TextValue.From(arguments);
        if (text.IsEmpty) return;
        _spoken.Add(part);
        deltas.Add(new(DeltaKind.Arguments) { Part = part, Text = text });
    }

    private void EndItem(JsonElement item, JsonElement data, List<Delta> deltas)
    {
        if (_calls.TryGetValue(ItemOf(data), out var part))
        {
            if (!_spoken.Contains(part) && item.Member("arguments") is { ValueKind: JsonValueKind.String } whole) AddArguments(data, whole, deltas);
            deltas.Add(new(DeltaKind.PartEnd) { Part = part });
            _calls.Remove(ItemOf(data));
            return;
        }

        if (item.Member("type") is { ValueKind: JsonValueKind.String } type && type.ValueEquals("reasoning"u8)) EndReasoning(item, deltas);
        CloseText(deltas);
    }

    /// <summary>What must come back stands beside a summary, or is all there is.</summary>
    private void EndReasoning(JsonElement item, List<Delta> deltas)
    {
        var hasSummary = _isOpen && _open.Kind == PartKind.Reasoning;
        if (item.Member("encrypted_content") is not { ValueKind: JsonValueKind.String } content || content.ValueEquals(""u8)) return;
        var read = ResponsesSeals.Read(hasSummary ? "-" : "", content.GetString()!);
        if (read is null) return;
        if (!hasSummary) OpenText(read.Sealed is null ? PartKind.Reasoning : PartKind.SealedReasoning, deltas);
        deltas.Add(new(DeltaKind.Signature) { Part = _part, Signature = read.Sealed ?? read.Signature });
    }
}
