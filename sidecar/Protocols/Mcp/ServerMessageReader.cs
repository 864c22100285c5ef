using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Reads a message of a tool server in one pass: where the members stand that the gate acts on. It goes by places alone, so that a list is a list in whatever answer it comes. Refused
/// are a repeated name anywhere, a name that some client would take for one of these and another would not, and what passes a bound.
/// </summary>
internal ref struct ServerMessageReader
{
    /// <summary>How deep the results of tasks may be nested: more than one is nothing that a protocol has.</summary>
    public const int MaxLevel = 4;

    /// <summary>The longest id that is remembered and answered.</summary>
    public const int MaxId = 512;

    private readonly ServerMessage _message;
    private Utf8JsonReader _json;
    private MemberNames _names = new();

    private ServerMessageReader(in ReadOnlySequence<byte> text, ServerMessage message)
    {
        _json = new(text, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        _message = message;
    }

    /// <summary>False where the text is no JSON-RPC message that can be judged; what was read of it until then is in <paramref name="message"/>.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> text, ServerMessage message)
    {
        message.Clear();
        var reader = new ServerMessageReader(text, message);
        try
        {
            return reader.TryRead() && message.TryClassify();
        }
        catch (Exception fault) when (Untrusted.IsGarbage(fault))
        {
            return false;
        }
        finally
        {
            reader._names.Dispose();
        }
    }

    private bool TryRead() => _json.Read() && _json.TokenType == JsonTokenType.StartObject && TryObject(ServerPlace.Root, 0) && !_json.Read();

    private bool TryObject(ServerPlace place, int level)
    {
        _names.Open();
        var (before, isFirst) = (_json.BytesConsumed, true);
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var start = _json.TokenStartIndex;
            if (_names.TryAdd(in _json, out var name) != MemberVerdict.New) return false;
            var member = ServerMembers.Of(place, name, out var isLookAlike);
            if (isLookAlike) return false;
            _json.Read();
            var mark = new ServerMark(member, level, _json.TokenType) { Before = before, IsFirst = isFirst, Start = start, Value = _json.TokenStartIndex };
            if (!TryValue(member, level, out var word)) return false;
            (before, isFirst) = (_json.BytesConsumed, false);
            if (member != ServerMember.None) _message.Add(mark with { End = before, Word = word });
        }

        _names.Close();
        return true;
    }

    private bool TryValue(ServerMember member, int level, out ServerWord word)
    {
        word = ServerWord.Other;
        switch (member)
        {
            case ServerMember.JsonRpc:
                return _message.IsVersioned = _json.TokenType == JsonTokenType.String && _json.ValueTextEquals("2.0"u8);
            case ServerMember.Id:
                return TrySkip() && (_json.HasValueSequence ? _json.ValueSequence.Length : _json.ValueSpan.Length) <= MaxId;
            case ServerMember.Result or ServerMember.Params when _json.TokenType == JsonTokenType.StartObject:
                return level < MaxLevel && TryObject(ServerPlace.Result, level + 1);
            case ServerMember.Error when _json.TokenType == JsonTokenType.StartObject:
                return TryObject(ServerPlace.Error, level + 1);
            case ServerMember.Code:
                word = CodeOf(level);
                return _json.TokenType == JsonTokenType.Number;
            case ServerMember.Data:
                var isRead = TrySkip(isWatched: true, out var hasDefinitions);
                if (hasDefinitions) word = ServerWord.Definitions;
                return isRead;
            default:
                word = WordOf(member);
                return TrySkip();
        }
    }

    private readonly ServerWord CodeOf(int level)
    {
        if (_json.TokenType != JsonTokenType.Number || !_json.TryGetDouble(out var code)) return ServerWord.Other;
        if (level == 1 && Math.Abs(code) <= int.MaxValue) _message.ErrorCode = (long)code;
        return code == GateCodes.ElicitationRequired ? ServerWord.ElicitationRequired : ServerWord.Other;
    }

    private readonly ServerWord WordOf(ServerMember member) => (member, _json.TokenType) switch
    {
        (ServerMember.IsError, JsonTokenType.True) => ServerWord.True,
        (ServerMember.CacheScope, JsonTokenType.String) when _json.ValueTextEquals("private"u8) => ServerWord.Private,
        (ServerMember.ResultType, JsonTokenType.String) when _json.ValueTextEquals("complete"u8) => ServerWord.Complete,
        (ServerMember.ResultType, JsonTokenType.String) when _json.ValueTextEquals("input_required"u8) => ServerWord.InputRequired,
        (ServerMember.ResultType, JsonTokenType.String) when _json.ValueTextEquals("task"u8) => ServerWord.Task,
        _ => ServerWord.Other,
    };

    private bool TrySkip() => TrySkip(isWatched: false, out _);

    /// <summary>Passes a value whatever it is, and the names in it; told of a watched one is whether a member in it might be taken for definitions.</summary>
    private bool TrySkip(bool isWatched, out bool hasDefinitions)
    {
        hasDefinitions = false;
        if (_json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return true;
        var depth = _json.CurrentDepth;
        do
        {
            if (_json.TokenType == JsonTokenType.StartObject) _names.Open();
            else if (_json.TokenType == JsonTokenType.EndObject) _names.Close();
            else if (_json.TokenType == JsonTokenType.PropertyName)
            {
                if (_names.TryAdd(in _json, out var name) != MemberVerdict.New) return false;
                hasDefinitions |= isWatched && ServerMembers.IsDefinition(name);
            }
        }
        while ((_json.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray) || _json.CurrentDepth > depth) && _json.Read());

        return true;
    }
}
