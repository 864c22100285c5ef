using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>Reads a response's stream. The last event, whichever it is, says how it ended; without one it was cut.</summary>
internal sealed class ResponsesDeltaReader : DeltaReader
{
    private readonly ResponsesPartsReader _parts = new();
    private bool _started;
    private bool _ended;

    public override void Read(in StreamFrame frame, List<Delta> deltas)
    {
        if (_ended || frame.IsDone) return;
        var data = frame.Data;
        if (data.ValueKind != JsonValueKind.Object) throw new JsonException("an event is no object");
        var type = ChatAnswerReader.Word(data.Member("type")) ?? frame.Name;
        switch (type)
        {
            case "response.created" or "response.in_progress":
                Start(data.Member("response"), deltas);
                break;
            case "response.completed" or "response.incomplete":
                Start(data.Member("response"), deltas);
                End(data.GetProperty("response"), deltas);
                break;
            case "response.failed":
                Fault(data.Member("response").Member("error") is { ValueKind: JsonValueKind.Object } error ? OpenAiErrorReader.Read(0, error) : null, deltas);
                break;
            case "error":
                Fault(OpenAiErrorReader.Read(0, data), deltas);
                break;
            default:
                _parts.Read(type, data, deltas);
                break;
        }
    }

    public override bool Finish(List<Delta> deltas) => _ended;

    private void Start(JsonElement response, List<Delta> deltas)
    {
        if (_started) return;
        _started = true;
        deltas.Add(new(DeltaKind.Start) { Id = ChatAnswerReader.Word(response.Member("id")), Name = ChatAnswerReader.Word(response.Member("model")) });
    }

    private void End(JsonElement response, List<Delta> deltas)
    {
        var stop = ResponsesAnswerReader.StopOf(response, _parts.CallsTools);
        _parts.Close(deltas);
        _ended = true;
        deltas.Add(new(DeltaKind.ChoiceEnd) { Stop = stop });
        if (response.Member("usage") is { ValueKind: JsonValueKind.Object } usage) deltas.Add(new(DeltaKind.Usage) { Usage = ResponsesUsage.Read(usage) });
        deltas.Add(new(DeltaKind.End));
    }

    private void Fault(ProviderError? error, List<Delta> deltas)
    {
        _ended = true;
        deltas.Add(new(DeltaKind.Fault) { Error = error ?? new(ErrorKind.Server, "The provider reported an error.") });
    }
}
