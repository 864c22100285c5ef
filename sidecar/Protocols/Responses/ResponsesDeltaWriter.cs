using System.Buffers;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>Writes a response as a stream: each part is an output item, announced, given in pieces, repeated whole; the last event holds them all. Only the first answer has a place.</summary>
internal sealed class ResponsesDeltaWriter(DateTimeOffset now) : DeltaWriter
{
    private readonly ResponsesEvents _events = new();
    private readonly List<ResponsesItem> _items = [];
    private readonly Dictionary<int, int> _places = [];
    private ResponsesEnvelope _envelope = new(null, null, now);
    private Usage _usage;
    private StopReason _stop;

    public override void Write(in Delta delta, IBufferWriter<byte> frames)
    {
        if (delta.Choice > 0) return;
        switch (delta.Kind)
        {
            case DeltaKind.Start:
                (_envelope, _usage) = (new(delta.Id, delta.Name, now), delta.Usage);
                WriteResponse("response.created", null, frames);
                WriteResponse("response.in_progress", null, frames);
                break;
            case DeltaKind.PartStart:
                Open(delta, frames);
                break;
            case DeltaKind.Usage:
                _usage = delta.Usage;
                break;
            case DeltaKind.ChoiceEnd:
                _stop = delta.Stop == StopReason.Refusal && _items.Exists(item => item.Kind == PartKind.Refusal) ? StopReason.EndTurn : delta.Stop;
                break;
            case DeltaKind.Fault:
                WriteFault(delta.Error!, frames);
                break;
            case DeltaKind.End:
                WriteResponse(ResponsesEnvelope.IncompleteReason(_stop) is null ? "response.completed" : "response.incomplete", _stop, frames);
                break;
            case DeltaKind.LogProbs:
                _items.FindLast(item => item.Kind == PartKind.Text)?.AppendProbabilities(delta.Json);
                break;
            default:
                if (_places.TryGetValue(delta.Part, out var place)) WriteOf(delta, _items[place], new(_events, frames, place));
                break;
        }
    }

    private void Open(in Delta delta, IBufferWriter<byte> frames)
    {
        _places[delta.Part] = _items.Count;
        var isThought = delta.Opens is PartKind.Reasoning or PartKind.SealedReasoning;
        Add(new(delta.Opens, (isThought ? delta.Id : null) ?? _envelope.ItemId(delta.Opens, _items.Count)) { CallId = delta.Id, Name = delta.Name }, frames);
    }

    private ResponsesItemEvents Add(ResponsesItem item, IBufferWriter<byte> frames)
    {
        var events = new ResponsesItemEvents(_events, frames, _items.Count);
        _items.Add(item);
        events.Added(item);
        return events;
    }

    private void WriteOf(in Delta delta, ResponsesItem item, ResponsesItemEvents events)
    {
        switch (delta.Kind)
        {
            case DeltaKind.Text or DeltaKind.Arguments:
                events.Piece(item, delta.Text);
                break;
            case DeltaKind.Signature when item.Kind is PartKind.Reasoning or PartKind.SealedReasoning:
                item.Seal = ResponsesSeals.Write(delta.Signature!, item.Kind == PartKind.SealedReasoning);
                break;
            case DeltaKind.Signature when item.Kind == PartKind.ToolCall:
                var seal = ResponsesAnswerWriter.SealOf(item.CallId!, delta.Signature!, _envelope.ItemId(PartKind.Reasoning, _items.Count));
                Add(seal, events.Frames).Done(seal);
                break;
            case DeltaKind.PartEnd:
                events.Done(item);
                _places.Remove(delta.Part);
                break;
        }
    }

    private void WriteResponse(string type, StopReason? stop, IBufferWriter<byte> frames)
    {
        var json = _events.Begin(type, frames);
        json.WritePropertyName("response");
        _envelope.Write(json, _items, stop, _usage);
        _events.End(frames);
    }

    private void WriteFault(ProviderError error, IBufferWriter<byte> frames)
    {
        var json = _events.Begin("error", frames);
        json.WriteString("code", OpenAiErrorWriter.CodeOf(error));
        json.WriteString("message", error.Message);
        json.WriteString("param", error.Param);
        _events.End(frames);
    }
}
