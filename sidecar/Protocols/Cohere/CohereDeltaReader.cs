using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Cohere;

/// <summary>Reads the events of a streamed answer: words in one part after the other, then calls of tools. Keeps which are open, and nothing of what they hold.</summary>
internal sealed class CohereDeltaReader : DeltaReader
{
    private const int MostOpen = 256;

    private readonly Dictionary<int, Call> _calls = [];
    private PartKind? _words;
    private int _part = -1;
    private bool _isWhole;

    public override void Read(in StreamFrame frame, List<Delta> deltas)
    {
        var data = frame.Data;
        if (_isWhole || data.ValueKind != JsonValueKind.Object) return;
        var message = data.Member("delta").Member("message");
        switch (CohereAnswerReader.WordOf(data.Member("type")) ?? frame.Name)
        {
            case "message-start":
                deltas.Add(new(DeltaKind.Start) { Id = CohereAnswerReader.WordOf(data.Member("id")) });
                break;
            case "content-start" or "content-delta":
                AddText(PartKind.Reasoning, message.Member("content").Member("thinking"), deltas);
                AddText(PartKind.Text, message.Member("content").Member("text"), deltas);
                break;
            case "tool-plan-delta":
                AddText(PartKind.Text, message.Member("tool_plan"), deltas);
                break;
            case "content-end":
                CloseWords(deltas);
                break;
            case "tool-call-start":
                Open(IndexOf(data), message.GetProperty("tool_calls"), deltas);
                break;
            case "tool-call-delta":
                if (_calls.TryGetValue(IndexOf(data), out var call)) AddArguments(call, message.GetProperty("tool_calls").GetProperty("function"), deltas);
                break;
            case "tool-call-end":
                if (_calls.Remove(IndexOf(data), out var ended)) Close(ended, deltas);
                break;
            case "message-end":
                End(data.Member("delta"), deltas);
                break;
        }
    }

    public override bool Finish(List<Delta> deltas) => _isWhole;

    private static int IndexOf(JsonElement data)
    {
        if (!data.TryGetProperty("index"u8, out var told)) return 0;
        return told.TryGetInt32(out var index) ? index : throw new JsonException("An index is no whole number.");
    }

    private void AddText(PartKind kind, JsonElement text, List<Delta> deltas)
    {
        if (text.ValueKind != JsonValueKind.String || TextValue.From(text).IsEmpty) return;
        if (_words != kind)
        {
            CloseWords(deltas);
            _words = kind;
            deltas.Add(new(DeltaKind.PartStart) { Part = ++_part, Opens = kind });
        }

        deltas.Add(new(DeltaKind.Text) { Part = _part, Text = TextValue.From(text) });
    }

    private void CloseWords(List<Delta> deltas)
    {
        if (_words is null) return;
        _words = null;
        deltas.Add(new(DeltaKind.PartEnd) { Part = _part });
    }

    private void Open(int index, JsonElement told, List<Delta> deltas)
    {
        CloseWords(deltas);
        if (_calls.Count == MostOpen) throw new JsonException("Too many calls of tools are open.");
        var function = told.GetProperty("function");
        var call = new Call(++_part);
        if (!_calls.TryAdd(index, call)) throw new JsonException("A call of a tool is open already.");
        var (id, name) = (CohereAnswerReader.WordOf(told.GetProperty("id")), CohereAnswerReader.WordOf(function.GetProperty("name")));
        if (id is null || name is null) throw new JsonException("A call of a tool lacks its id or name.");
        deltas.Add(new(DeltaKind.PartStart) { Part = call.Part, Opens = PartKind.ToolCall, Id = id, Name = name });
        AddArguments(call, function, deltas);
    }

    private static void AddArguments(Call call, JsonElement function, List<Delta> deltas)
    {
        var arguments = function.Member("arguments");
        if (arguments.IsAbsent() || TextValue.From(arguments).IsEmpty) return;
        call.HasArguments = true;
        deltas.Add(new(DeltaKind.Arguments) { Part = call.Part, Text = TextValue.From(arguments) });
    }

    private static void Close(Call call, List<Delta> deltas)
    {
        if (!call.HasArguments) deltas.Add(new(DeltaKind.Arguments) { Part = call.Part, Text = "{}" });
        deltas.Add(new(DeltaKind.PartEnd) { Part = call.Part });
    }

    private void End(JsonElement delta, List<Delta> deltas)
    {
        var reason = CohereAnswerReader.WordOf(delta.Member("finish_reason"));
        if (CohereAnswerReader.IsBroken(reason))
        {
            deltas.Add(new(DeltaKind.Fault) { Error = CohereErrorReader.InStream(reason!, delta.Member("error")) });
            return;
        }

        CloseWords(deltas);
        foreach (var call in _calls.Values) Close(call, deltas);
        _calls.Clear();
        _isWhole = true;
        deltas.Add(new(DeltaKind.ChoiceEnd) { Stop = CohereAnswerReader.StopOf(reason) });
        var usage = CohereAnswerReader.UsageOf(delta.Member("usage"));
        if (usage.Source != UsageSource.None) deltas.Add(new(DeltaKind.Usage) { Usage = usage });
        deltas.Add(new(DeltaKind.End));
    }

    /// <summary>A call that has begun and not ended.</summary>
    private sealed class Call(int part)
    {
        public int Part => part;

        public bool HasArguments { get; set; }
    }
}
