using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// Reads streamGenerateContent: each event is a whole GenerateContentResponse with what is new. Neighbouring texts are one part until a signature ends it; a call comes
/// whole. Some models say a finish reason in every event, so the ends are told when the bytes end.
/// </summary>
internal sealed class GeminiDeltaReader : DeltaReader
{
    private readonly SortedDictionary<int, GeminiChoiceReader> _choices = [];
    private string? _id;
    private bool _started;
    private bool _faulted;
    private bool _blocked;

    public override void Read(in StreamFrame frame, List<Delta> deltas)
    {
        if (frame.IsDone || _faulted) return;
        if (GeminiErrors.Read(0, frame.Data) is { } error)
        {
            _faulted = true;
            deltas.Add(new(DeltaKind.Fault) { Error = error });
            return;
        }

        if (frame.Data.ValueKind != JsonValueKind.Object) throw new JsonException("an event is no object");
        var usage = GeminiUsage.Read(frame.Data);
        Start(frame.Data, usage, deltas);
        ReadCandidates(frame.Data.Member("candidates"), deltas);
        ReadFeedback(frame.Data.Member("promptFeedback"), deltas);
        if (usage is { } used) deltas.Add(new(DeltaKind.Usage) { Usage = used });
    }

    public override bool Finish(List<Delta> deltas)
    {
        if (_faulted) return true;
        if (_choices.Count == 0 ? !_blocked : _choices.Values.Any(choice => !choice.HasEnded)) return false;
        foreach (var choice in _choices.Values) choice.Finish(deltas);
        if (_choices.Count == 0) deltas.Add(new(DeltaKind.ChoiceEnd) { Stop = StopReason.ContentFilter });
        deltas.Add(new(DeltaKind.End));
        return true;
    }

    private void Start(JsonElement root, Usage? usage, List<Delta> deltas)
    {
        if (_started) return;
        _started = true;
        _id = GeminiJson.Short(root.Member("responseId"));
        deltas.Add(new(DeltaKind.Start) { Id = _id, Name = GeminiJson.Short(root.Member("modelVersion")), Usage = usage ?? default });
    }

    private void ReadCandidates(JsonElement candidates, List<Delta> deltas)
    {
        if (candidates.IsAbsent()) return;
        foreach (var candidate in candidates.EnumerateArray())
        {
            var index = GeminiAnswerReader.IndexOf(candidate, 0);
            if (!_choices.TryGetValue(index, out var choice)) _choices.Add(index, choice = new(index, _id));
            choice.Read(candidate, deltas);
        }
    }

    /// <summary>A blocked prompt: nothing but the reason comes.</summary>
    private void ReadFeedback(JsonElement feedback, List<Delta> deltas)
    {
        if (_blocked || feedback.Member("blockReason").IsAbsent()) return;
        _blocked = true;
        var message = GeminiAnswerReader.BlockMessage(feedback);
        if (message.IsEmpty || _choices.Count > 0) return;
        deltas.Add(new(DeltaKind.PartStart) { Opens = PartKind.Refusal });
        deltas.Add(new(DeltaKind.Text) { Text = message });
        deltas.Add(new(DeltaKind.PartEnd));
    }
}
