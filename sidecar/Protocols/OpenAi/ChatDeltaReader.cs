using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>
/// Reads a streamed chat completion, chunk by chunk. The answer is whole when every choice has its <c>finish_reason</c>: some servers never send <c>[DONE]</c>, and others
/// send it after a cut.
/// </summary>
internal sealed class ChatDeltaReader : DeltaReader
{
    private const int MostChoices = 128;

    private readonly SortedDictionary<int, ChatChoiceReader> _choices = [];
    private bool _started;
    private bool _ended;

    public override void Read(in StreamFrame frame, List<Delta> deltas)
    {
        if (_ended) return;
        if (frame.IsDone) End(deltas);
        else if (frame.Data.ValueKind == JsonValueKind.Object) ReadChunk(frame.Data, deltas);
        else throw new JsonException("a chunk is no object");
    }

    public override bool Finish(List<Delta> deltas)
    {
        if (!_ended) End(deltas);
        return _ended;
    }

    /// <summary>Azure's first chunk has neither choices nor a model: the answer begins with the first that has.</summary>
    private void ReadChunk(JsonElement chunk, List<Delta> deltas)
    {
        if (!chunk.Member("error").IsAbsent())
        {
            Fault(OpenAiErrorReader.Read(0, chunk), deltas);
            return;
        }

        var choices = chunk.Member("choices");
        var usage = ChatUsage.Of(chunk);
        if (!_started && usage is null && (choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)) return;
        if (!_started) deltas.Add(new(DeltaKind.Start) { Id = ChatAnswerReader.Word(chunk.Member("id")), Name = ChatAnswerReader.Word(chunk.Member("model")) });
        _started = true;
        if (choices.ValueKind == JsonValueKind.Array) ReadChoices(choices, deltas);
        if (usage is { } counted && !_ended) deltas.Add(new(DeltaKind.Usage) { Usage = counted });
    }

    private void ReadChoices(JsonElement choices, List<Delta> deltas)
    {
        var place = 0;
        foreach (var choice in choices.EnumerateArray())
        {
            if (ChatStops.IsBroken(choice.Member("finish_reason")))
            {
                Fault(OpenAiErrorReader.Read(0, choice) ?? new(ErrorKind.Overloaded, "The provider broke its answer off."), deltas);
                return;
            }

            ChoiceAt(ChatAnswerReader.Whole(choice.Member("index"), place)).Read(choice, deltas);
            place++;
        }
    }

    private ChatChoiceReader ChoiceAt(int index)
    {
        if (_choices.TryGetValue(index, out var known)) return known;
        if (index < 0 || _choices.Count == MostChoices) throw new JsonException("too many choices");
        return _choices[index] = new(index);
    }

    private void Fault(ProviderError? error, List<Delta> deltas)
    {
        _ended = true;
        deltas.Add(new(DeltaKind.Fault) { Error = error ?? new(ErrorKind.Server, "The provider reported an error.") });
    }

    private void End(List<Delta> deltas)
    {
        if (!_started || _choices.Values.Any(choice => !choice.IsEnded)) return;
        _ended = true;
        deltas.Add(new(DeltaKind.End));
    }
}
