using System.Globalization;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>
/// Reads the pieces of one choice's tool calls, which may come mixed. Some servers give no index, or the same for each call: a new id with a name begins a new call.
/// </summary>
internal sealed class ChatCallsReader(int choice)
{
    private const int MostCalls = 256;
    private readonly List<OpenCall> _calls = [];
    private int _closed;

    public bool Any => _calls.Count > 0;

    public void Read(JsonElement call, JsonElement function, ref int part, List<Delta> deltas)
    {
        if (call.ValueKind != JsonValueKind.Object) throw new JsonException("a call is no object");
        var (id, name) = (ChatAnswerReader.Word(call.Member("id")), ChatAnswerReader.Word(function.Member("name")));
        var index = ChatAnswerReader.Whole(call.Member("index"), -1);
        var at = Find(index, id, name);
        if (at < 0) at = Begin(new(index, id, ++part), call, name, deltas);

        var text = Piece(function.Member("arguments"));
        if (!text.IsEmpty) deltas.Add(new(DeltaKind.Arguments) { Choice = choice, Part = _calls[at].Part, Text = text });
    }

    /// <summary>Nothing is added to these calls any more.</summary>
    public void Close(List<Delta> deltas)
    {
        for (; _closed < _calls.Count; _closed++) deltas.Add(new(DeltaKind.PartEnd) { Choice = choice, Part = _calls[_closed].Part });
    }

    /// <summary>The call that the piece belongs to; -1 for a new one.</summary>
    private int Find(int index, string? id, string? name)
    {
        var at = index < 0 ? LastFor(id) : _calls.FindLastIndex(call => call.Index == index);
        if (at >= 0 && name is not null && id is not null && _calls[at].Id is { } known && known != id) at = -1;
        if (at >= 0 && at < _closed) throw new JsonException("a call goes on behind its end");
        return at;
    }

    /// <summary>Without an index, a piece with an id that is known, or with none, belongs to the call before it.</summary>
    private int LastFor(string? id) => id is null ? _calls.Count - 1 : _calls.FindLastIndex(call => call.Id == id);

    private int Begin(OpenCall call, JsonElement piece, string? name, List<Delta> deltas)
    {
        if (_calls.Count == MostCalls) throw new JsonException("too many calls");
        _calls.Add(call);
        var place = _calls.Count - 1;
        deltas.Add(new(DeltaKind.PartStart)
        {
            Choice = choice,
            Part = call.Part,
            Opens = PartKind.ToolCall,
            Id = call.Id ?? string.Create(CultureInfo.InvariantCulture, $"call_{choice}_{place}"),
            Name = name ?? throw new JsonException("a call names no function"),
        });
        if (ChatReasoning.SignatureOf(piece) is { } signature) deltas.Add(new(DeltaKind.Signature) { Choice = choice, Part = call.Part, Signature = signature });
        return place;
    }

    /// <summary>Some servers give the whole object instead of pieces of its text.</summary>
    private static TextValue Piece(JsonElement arguments) => arguments.ValueKind switch
    {
        JsonValueKind.String => TextValue.From(arguments),
        JsonValueKind.Object => arguments.GetRawText(),
        _ => default,
    };

    private readonly record struct OpenCall(int Index, string? Id, int Part);
}
