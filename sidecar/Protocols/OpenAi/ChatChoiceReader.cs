using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Reads one choice of a streamed chat completion: which part is open, and where its tool calls stand. Keeps no text.</summary>
internal sealed class ChatChoiceReader(int choice)
{
    private readonly ChatCallsReader _calls = new(choice);
    private PartKind _open;
    private int _part = -1;
    private bool _isOpen;
    private string? _marker;

    /// <summary>Whether its end was read; what comes after it is no part of the answer.</summary>
    public bool IsEnded { get; private set; }

    public void Read(JsonElement chunk, List<Delta> deltas)
    {
        if (IsEnded) return;
        var delta = chunk.Member("delta");
        if (delta.ValueKind == JsonValueKind.Object) ReadDelta(delta, deltas);
        if (chunk.Member("logprobs") is { ValueKind: JsonValueKind.Object } probabilities) deltas.Add(new(DeltaKind.LogProbs) { Choice = choice, Json = probabilities });
        var reason = chunk.Member("finish_reason");
        if (reason.ValueKind == JsonValueKind.String && !reason.ValueEquals(""u8)) End(chunk, reason, deltas);
    }

    private void ReadDelta(JsonElement delta, List<Delta> deltas)
    {
        ReadReasoning(delta, deltas);
        ReadContent(delta.Member("content"), deltas);
        Say(PartKind.Refusal, delta.Member("refusal"), deltas);
        if (delta.Member("tool_calls") is { ValueKind: JsonValueKind.Array } calls)
        {
            Close(deltas);
            foreach (var call in calls.EnumerateArray()) _calls.Read(call, call.Member("function"), ref _part, deltas);
        }

        if (delta.Member("function_call") is not { ValueKind: JsonValueKind.Object } legacy) return;
        Close(deltas);
        _calls.Read(legacy, legacy, ref _part, deltas);
    }

    private void ReadReasoning(JsonElement delta, List<Delta> deltas)
    {
        if (delta.Member(ChatReasoning.Details) is { ValueKind: JsonValueKind.Array } details && details.GetArrayLength() > 0)
        {
            foreach (var detail in details.EnumerateArray()) ReadDetail(detail, deltas);
            return;
        }

        var name = delta.Member(ChatReasoning.Content).ValueKind == JsonValueKind.String ? ChatReasoning.Content : ChatReasoning.Short;
        if (Say(PartKind.Reasoning, delta.Member(name), deltas)) _marker = name;
    }

    private void ReadDetail(JsonElement detail, List<Delta> deltas)
    {
        if (ChatReasoning.SignatureIn(detail, "data") is { } data)
        {
            Open(PartKind.SealedReasoning, deltas);
            deltas.Add(new(DeltaKind.Signature) { Choice = choice, Part = _part, Signature = data });
            Close(deltas);
            return;
        }

        if (ChatReasoning.TextOfDetail(detail) is { IsEmpty: false } text) Say(PartKind.Reasoning, text, deltas);
        if (ChatReasoning.SignatureIn(detail, "signature") is not { } signature) return;
        if (!_isOpen || _open != PartKind.Reasoning) Open(PartKind.Reasoning, deltas);
        deltas.Add(new(DeltaKind.Signature) { Choice = choice, Part = _part, Signature = signature });
        Close(deltas);
    }

    /// <summary>Mistral gives pieces of thinking within the content.</summary>
    private void ReadContent(JsonElement content, List<Delta> deltas)
    {
        Say(PartKind.Text, content, deltas);
        if (content.ValueKind != JsonValueKind.Array) return;
        foreach (var part in content.EnumerateArray())
        {
            if (part.Member("thinking") is { ValueKind: JsonValueKind.Array } thinking) Say(PartKind.Reasoning, ChatReasoning.TextOf(thinking), deltas);
            else Say(PartKind.Text, part.Member("text"), deltas);
        }
    }

    private bool Say(PartKind kind, JsonElement text, List<Delta> deltas) => text.ValueKind == JsonValueKind.String && Say(kind, TextValue.From(text), deltas);

    private bool Say(PartKind kind, TextValue text, List<Delta> deltas)
    {
        if (text.IsEmpty) return false;
        if (!_isOpen || _open != kind) Open(kind, deltas);
        deltas.Add(new(DeltaKind.Text) { Choice = choice, Part = _part, Text = text });
        return true;
    }

    private void Open(PartKind kind, List<Delta> deltas)
    {
        Close(deltas);
        _calls.Close(deltas);
        (_open, _isOpen) = (kind, true);
        deltas.Add(new(DeltaKind.PartStart) { Choice = choice, Part = ++_part, Opens = kind });
    }

    private void Close(List<Delta> deltas)
    {
        if (!_isOpen) return;
        if (_marker is not null) deltas.Add(new(DeltaKind.Signature) { Choice = choice, Part = _part, Signature = ChatReasoning.Marker(_marker) });
        (_isOpen, _marker) = (false, null);
        deltas.Add(new(DeltaKind.PartEnd) { Choice = choice, Part = _part });
    }

    private void End(JsonElement chunk, JsonElement reason, List<Delta> deltas)
    {
        Close(deltas);
        _calls.Close(deltas);
        IsEnded = true;
        deltas.Add(new(DeltaKind.ChoiceEnd)
        {
            Choice = choice,
            Stop = ChatStops.Read(reason, _calls.Any),
            Name = ChatAnswerReader.Word(chunk.Member("stop_reason")),
        });
    }
}
