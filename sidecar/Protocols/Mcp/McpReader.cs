using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Reads the messages of a body in one pass over its blocks: is it JSON, is every member named once at every depth, is each message one of those that JSON-RPC 2.0 has, and what does it ask
/// for. What two readers could understand differently is refused, because the tool server's reader is another one.
/// </summary>
internal ref struct McpReader
{
    /// <summary>The most messages in a batch.</summary>
    public const int MaxMessages = 32;

    private readonly Body _body;
    private readonly McpEra _headerEra;
    private Utf8JsonReader _json;
    private long _base;
    private MemberNames _names = new();
    private McpRoom _room;
    private McpField _field;
    private McpField _foreignField;
    private int _foreign;
    private long _foreignAt;
    private bool _isBatch;
    private McpFacts _facts;
    private McpFacts _first;
    private Refusal? _fault;
    private ImmutableArray<McpMessage>.Builder? _more;
    private McpMessage? _message;

    private McpReader(Body body, McpEra headerEra)
    {
        (_body, _headerEra) = (body, headerEra);
        _json = new(body.Bytes, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
    }

    /// <summary>What the body says, or what is wrong with it. The era of the headers counts only for the form of a refusal.</summary>
    public static Step<McpContent> Read(Body body, McpEra headerEra)
    {
        if (!Utf8Text.IsValid(body.Bytes)) return new Refusal(RefusalReason.InvalidJson, "The body is not valid UTF-8.") { ReplyTo = McpReplyTo.Nobody with { Era = headerEra } };

        var reader = new McpReader(body, headerEra);
        try
        {
            var refusal = reader.Walk() ?? reader._fault;
            return refusal is null ? reader.Finish() : refusal with { ReplyTo = reader.ReplyTo() };
        }
        catch (JsonException broken)
        {
            return reader.Broken(broken);
        }
        catch (InvalidOperationException)
        {
            return new Refusal(RefusalReason.InvalidJson, "A name in the body holds half a surrogate pair.") { ReplyTo = McpReplyTo.Nobody with { Era = headerEra } };
        }
        finally
        {
            reader._names.Dispose();
        }
    }

    private readonly long At => _base + _json.TokenStartIndex;

    private readonly long End => _base + _json.BytesConsumed;

    private Refusal? Walk()
    {
        while (_json.Read())
        {
            if (Take() is { } refusal) return refusal;
            if (_json.TokenType != JsonTokenType.PropertyName || _field != McpField.Other) continue;
            if (JsonText.TryPass(_body.Bytes, ref _json, ref _base) && _foreign == 0) EndValue(McpField.Other, _base);
        }

        return null;
    }

    private Refusal? Take()
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.PropertyName:
                return TakeName();
            case JsonTokenType.StartObject:
                _names.Open();
                return Enter(isObject: true);
            case JsonTokenType.StartArray:
                return Enter(isObject: false);
            case JsonTokenType.EndObject:
                _names.Close();
                return Leave();
            case JsonTokenType.EndArray:
                return Leave();
            default:
                return TakeScalar();
        }
    }

    private Refusal? TakeName()
    {
        _field = McpField.Other;
        var verdict = _names.TryAdd(in _json, out var name);
        if (verdict == MemberVerdict.TooMany)
            return new(RefusalReason.InvalidMessage, $"A member's name is longer than {MemberNames.MaxNameBytes} bytes, or open objects have too many members.");
        if (verdict == MemberVerdict.Repeated)
        {
            _facts.Fault ??= new(RefusalReason.DuplicateName, "An object in the body names a member twice.");
            if (_foreign == 0 && _room == McpRoom.Message && name.SequenceEqual("id"u8)) (_facts.Id, _facts.HasId) = (null, false);
            return null;
        }

        if (_foreign == 0) Note(name);
        return null;
    }

    /// <summary>The member that the value belongs to, which is taken once.</summary>
    private McpField TakeField()
    {
        var field = _room == McpRoom.Subscriptions ? McpField.Subscription : _field;
        _field = McpField.Other;
        return field;
    }

    private void Note(scoped ReadOnlySpan<byte> name)
    {
        _field = McpFields.Find(_room, name, out var isLikeness);
        if (isLikeness) _facts.Malformed("A member's name differs by case alone from one that is judged.");
        else if (_room == McpRoom.Message && _field == McpField.Other) _facts.Malformed("A message has no members but 'jsonrpc', 'id', 'method', 'params', 'result' and 'error'.");
        else if (_room is McpRoom.Capabilities or McpRoom.MetaCapabilities) _facts.Capabilities.Name(At, _field);
    }

    private Refusal? Enter(bool isObject)
    {
        if (_foreign > 0)
        {
            _foreign++;
            return null;
        }

        var field = TakeField();
        if (_room is McpRoom.Root or McpRoom.Batch) return EnterMessage(isObject);
        if (RoomOf(field, isObject) is { } room) _room = room;
        else EnterForeign(field, isObject);
        return null;
    }

    private Refusal? EnterMessage(bool isObject)
    {
        if (_room == McpRoom.Root && !isObject)
        {
            (_room, _isBatch) = (McpRoom.Batch, true);
            return null;
        }

        if (!isObject) return new(RefusalReason.InvalidMessage, "Each message of a batch must be an object.");
        if (_more?.Count == MaxMessages) return new(RefusalReason.InvalidMessage, $"The batch has more than {MaxMessages} messages.");
        (_room, _facts) = (McpRoom.Message, default);
        return null;
    }

    /// <summary>The room that a value opens; null for one that is not looked into.</summary>
    private McpRoom? RoomOf(McpField field, bool isObject)
    {
        switch (field)
        {
            case McpField.Params when isObject:
                _facts.HasParams = true;
                return McpRoom.Params;
            case McpField.Reference when isObject:
                return McpRoom.Reference;
            case McpField.Filter when isObject:
                return McpRoom.Filter;
            case McpField.Subscriptions when !isObject:
                return McpRoom.Subscriptions;
            case McpField.Meta when isObject:
                return McpRoom.Meta;
            case McpField.Capabilities when isObject:
                _facts.Capabilities.Open();
                return McpRoom.Capabilities;
            case McpField.MetaCapabilities when isObject:
                _facts.Capabilities.Open();
                _facts.HasMetaCapabilities = true;
                return McpRoom.MetaCapabilities;
            case McpField.Extensions when isObject && _room == McpRoom.MetaCapabilities:
                return McpRoom.Extensions;
            default:
                return null;
        }
    }

    private void EnterForeign(McpField field, bool isObject)
    {
        (_foreign, _foreignField, _foreignAt) = (1, field, At);
        _facts.TakeContainer(field, isObject);
    }

    private Refusal? Leave()
    {
        if (_foreign > 0)
        {
            if (--_foreign == 0) EndValue(_foreignField, End);
            return null;
        }

        if (_room == McpRoom.Message) EndMessage();
        if (_room == McpRoom.Batch && _more is null) return new(RefusalReason.InvalidMessage, "The batch has no message.");
        var isOfExtensions = _room == McpRoom.Extensions;
        _room = AroundOf(_room);
        if (isOfExtensions) EndValue(McpField.Other, End);
        return null;
    }

    private readonly McpRoom AroundOf(McpRoom room) => room switch
    {
        McpRoom.Message => _isBatch ? McpRoom.Batch : McpRoom.Root,
        McpRoom.Params => McpRoom.Message,
        McpRoom.Subscriptions => McpRoom.Filter,
        McpRoom.MetaCapabilities => McpRoom.Meta,
        McpRoom.Extensions => McpRoom.MetaCapabilities,
        McpRoom.Batch => McpRoom.Root,
        _ => McpRoom.Params,
    };

    private void EndMessage()
    {
        var message = _facts.Finish(_headerEra);
        _fault ??= _facts.Fault;
        if (_message is null) (_message, _first) = (message, _facts);
        if (!_isBatch) return;

        _more ??= ImmutableArray.CreateBuilder<McpMessage>();
        if (_facts.MetaVersion is not null) _first.MetaVersion ??= _facts.MetaVersion;
        if (message.Kind == McpKind.Request && _more.Any(other => other.Kind == McpKind.Request && other.Id.Span.SequenceEqual(message.Id.Span)))
            _fault ??= new(RefusalReason.InvalidMessage, "Two requests of the batch have the same 'id'.");
        _more.Add(message);
    }

    private void EndValue(McpField field, long end)
    {
        if (field == McpField.Arguments) _facts.Arguments = new(_foreignAt, end - _foreignAt);
        if (_room is McpRoom.Capabilities or McpRoom.MetaCapabilities) _facts.Capabilities.End(end);
    }

    private Refusal? TakeScalar()
    {
        if (_foreign > 0) return null;
        var field = TakeField();
        if (_room is McpRoom.Root or McpRoom.Batch)
            return new(RefusalReason.InvalidMessage, "The body must be a JSON-RPC message, an object.");
        _facts.TakeScalar(field, in _json);
        EndValue(McpField.Other, End);
        return null;
    }

    private readonly McpContent Finish() => new()
    {
        Messages = _more?.ToImmutable() ?? [_message!],
        IsBatch = _isBatch,
        MetaVersion = _first.MetaVersion,
        HasMetaCapabilities = _first.HasMetaCapabilities,
        HasTasksExtension = _first.HasTasksExtension,
        AskedVersion = _first.AskedVersion,
    };

    private readonly McpReplyTo ReplyTo() =>
        McpReplyTo.Of(_first.MetaVersion is null ? _headerEra : McpEra.Modern, _more?.ToImmutable() ?? (_message is null ? [] : [_message]), _isBatch);

    private readonly Refusal Broken(JsonException broken)
    {
        var nobody = McpReplyTo.Nobody with { Era = _headerEra };
        var depth = _json.CurrentDepth + (_json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0);
        return depth >= MemberNames.MaxDepth
            ? new(RefusalReason.InvalidMessage, $"The body is nested deeper than {MemberNames.MaxDepth} levels.") { ReplyTo = nobody }
            : new(RefusalReason.InvalidJson, $"The body is not valid JSON: {(broken.LineNumber is { } line ? $"see line {line + 1}" : "it ends early")}.") { ReplyTo = nobody };
    }
}
