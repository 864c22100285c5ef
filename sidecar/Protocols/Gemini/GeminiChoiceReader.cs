using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Reads what a stream says of one candidate. Keeps which part is open, and nothing of what it holds.</summary>
internal sealed class GeminiChoiceReader(int index, string? answer)
{
    private int _part = -1;
    private PartKind? _open;
    private bool _sawCall;
    private string? _reason;
    private string? _message;

    public bool HasEnded => _reason is not null;

    public void Read(JsonElement candidate, List<Delta> deltas)
    {
        var parts = candidate.Member("content").Member("parts");
        if (!parts.IsAbsent())
        {
            foreach (var part in parts.EnumerateArray()) ReadPart(part, deltas);
        }

        var logProbs = GeminiLogProbs.Read(candidate.Member("logprobsResult"));
        if (!logProbs.IsAbsent()) deltas.Add(new(DeltaKind.LogProbs) { Choice = index, Part = Math.Max(0, _part), Json = logProbs });
        _reason = GeminiJson.Short(candidate.Member("finishReason")) ?? _reason;
        _message = GeminiJson.Short(candidate.Member("finishMessage"), 4096) ?? _message;
    }

    public void Finish(List<Delta> deltas)
    {
        if (_part < 0 && !string.IsNullOrEmpty(_message))
        {
            Open(PartKind.Refusal, deltas);
            deltas.Add(Of(DeltaKind.Text) with { Text = _message });
        }

        Close(deltas);
        deltas.Add(new(DeltaKind.ChoiceEnd) { Choice = index, Stop = GeminiStops.Read(_reason, _sawCall) });
    }

    private void ReadPart(JsonElement part, List<Delta> deltas)
    {
        var isSealed = false;
        var signature = part.Member("thoughtSignature") is { ValueKind: JsonValueKind.String } value ? GeminiSignatures.Read(value.GetString()!, out isSealed) : null;
        if (part.Member("functionCall") is { ValueKind: JsonValueKind.Object } call)
        {
            ReadCall(call, signature, deltas);
            return;
        }

        var text = part.Member("text");
        if (text.ValueKind != JsonValueKind.String && signature is null) return;
        var kind = part.Member("thought").ValueKind == JsonValueKind.True ? PartKind.Reasoning : PartKind.Text;
        if (isSealed && kind == PartKind.Reasoning) kind = PartKind.SealedReasoning;
        ReadText(kind, text, signature, deltas);
    }

    private void ReadText(PartKind kind, JsonElement text, Signature? signature, List<Delta> deltas)
    {
        var said = text.ValueKind == JsonValueKind.String ? TextValue.From(text) : "";
        if (said.IsEmpty && signature is null) return;
        Open(kind, deltas);
        if (!said.IsEmpty) deltas.Add(Of(DeltaKind.Text) with { Text = said });
        if (signature is null) return;
        deltas.Add(Of(DeltaKind.Signature) with { Signature = signature });
        Close(deltas);
    }

    private void ReadCall(JsonElement call, Signature? signature, List<Delta> deltas)
    {
        Close(deltas);
        _sawCall = true;
        _open = PartKind.ToolCall;
        _part++;
        var id = GeminiAnswerReader.IdOf(call, answer, (index * 1000) + _part);
        var name = GeminiJson.Short(call.GetProperty("name")) ?? throw new JsonException("a call has no name");
        deltas.Add(Of(DeltaKind.PartStart) with { Opens = PartKind.ToolCall, Id = id, Name = name });
        if (signature is not null) deltas.Add(Of(DeltaKind.Signature) with { Signature = signature });
        var arguments = GeminiAnswerReader.ArgumentsOf(call);
        deltas.Add(Of(DeltaKind.Arguments) with { Text = arguments.IsAbsent() ? "{}" : arguments.GetRawText() });
        Close(deltas);
    }

    private void Open(PartKind kind, List<Delta> deltas)
    {
        if (_open == kind) return;
        Close(deltas);
        _open = kind;
        _part++;
        deltas.Add(Of(DeltaKind.PartStart) with { Opens = kind });
    }

    private void Close(List<Delta> deltas)
    {
        if (_open is null) return;
        deltas.Add(Of(DeltaKind.PartEnd));
        _open = null;
    }

    private Delta Of(DeltaKind kind) => new(kind) { Choice = index, Part = _part };
}
