using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Finds, while a request is read, what reaches beyond the model: tools that the provider runs itself, and things that are kept at its account. Allocates only
/// where it finds one. Where it cannot tell, it says that there is one.
/// </summary>
internal struct HostedFinder(WireFormat format)
{
    private const int MaxTools = 64;
    private const int MaxWord = 64;
    private static readonly byte[] s_storeNot = """
        "store":false,
        """u8.ToArray();

    private static readonly byte[] s_false = "false"u8.ToArray();

    private RequestField _region;
    private string? _word;
    private int _toolDepth;
    private int _sealedDepth;
    private bool _itemHasId;
    private bool _itemHasKind;
    private ImmutableArray<string> _tools = [];
    private ImmutableArray<string> _kept = [];

    /// <summary>What keeps the provider from storing the answer; null where the request says so itself, or the dialect never stores unasked.</summary>
    public BodyEdit? StoreEdit { get; private set; }

    /// <summary>The hosted tools asked for, each once, in the provider's words.</summary>
    public readonly ImmutableArray<string> Tools => _tools;

    /// <summary>The endpoints whose things are used, each once.</summary>
    public readonly ImmutableArray<string> Kept => _kept;

    /// <summary>Responses are stored unless the request says no.</summary>
    public void RootOpened(long end) => StoreEdit = format == WireFormat.OpenAiResponses ? new(end, 0, s_storeNot) : null;

    /// <summary>A member at the top begins; null for one that is no matter of the gateway's.</summary>
    public void Enter(RequestMember? member)
    {
        (_region, _word) = (member?.Field ?? RequestField.Other, member?.Word);
        (_toolDepth, _sealedDepth) = (_region == RequestField.Tools ? 3 : 0, 0);
    }

    /// <summary>What a member below the top is.</summary>
    public RequestField FieldOf(int depth, scoped ReadOnlySpan<byte> name)
    {
        if (_region is RequestField.Other || (_sealedDepth != 0 && depth > _sealedDepth)) return RequestField.Other;
        if (_toolDepth != 0) return depth == _toolDepth ? OfTool(name) : RequestField.Other;
        if (_region == RequestField.Settings) return depth == 2 && ContentNames.IsModelChoice(name) ? RequestField.Forbidden : RequestField.Other;
        if (_region is RequestField.ToolHolder or RequestField.ModelFields && depth == 2) return OfHolder(name);

        var (field, word) = ContentNames.Find(format, depth, name);
        if (field == RequestField.Sealed) _sealedDepth = depth;
        if (format == WireFormat.OpenAiResponses && depth == 3) MarkItem(name);
        _word = word;
        return field;
    }

    public void ObjectOpened(int depth)
    {
        if (depth == 2) _itemHasId = _itemHasKind = false;
    }

    /// <summary>An object ends; an input item that is an id and nothing else points at a stored one.</summary>
    public void ObjectClosed(int depth)
    {
        if (depth < _sealedDepth) _sealedDepth = 0;
        if (depth != 2 || _region != RequestField.Content || format != WireFormat.OpenAiResponses) return;
        if (_itemHasId && !_itemHasKind) Keep(EndpointWords.Responses);
    }

    public void ArrayClosed(int depth)
    {
        if (_toolDepth != 0 && depth == _toolDepth - 2) _toolDepth = 0;
    }

    /// <summary>A tool that is no object could be one in another reader's eyes.</summary>
    public readonly Refusal? CheckElement(int depth) => _toolDepth != 0 && depth == _toolDepth - 1 ? BadTools("must hold objects alone") : null;

    /// <summary>Takes the value of a member that <see cref="FieldOf"/> or the top told apart.</summary>
    public Refusal? Take(RequestField field, ref Utf8JsonReader json, long origin)
    {
        var isNull = json.TokenType == JsonTokenType.Null;
        switch (field)
        {
            case RequestField.Tools:
                if (isNull) _toolDepth = 0;
                return isNull || json.TokenType == JsonTokenType.StartArray ? null : BadTools("must be a list");
            case RequestField.ToolType:
                return TakeType(ref json);
            case RequestField.HostedTool when !isNull:
                return AddTool(_word!);
            case RequestField.Kept when !isNull:
            case RequestField.Background when !isNull && json.TokenType != JsonTokenType.False:
            case RequestField.ItemType when json.TokenType == JsonTokenType.String && json.ValueTextEquals("item_reference"u8):
                Keep(_word ?? EndpointWords.Responses);
                return null;
            case RequestField.Store:
                return TakeStore(in json, origin);
            default:
                return null;
        }
    }

    private void MarkItem(ReadOnlySpan<byte> name)
    {
        _itemHasId |= name.SequenceEqual("id"u8);
        _itemHasKind |= name.SequenceEqual("type"u8) || name.SequenceEqual("role"u8);
    }

    private RequestField OfHolder(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("model"u8) && format is WireFormat.GeminiCount or WireFormat.OpenAiRealtime) return RequestField.ModelAgain;
        (var field, _word) = HolderNames.Find(format, _region, name);
        if (field != RequestField.Other) return field;
        if (!Ascii.EqualsIgnoreCase(name, "tools"u8)) return RequestField.Other;
        _toolDepth = 4;
        return name.SequenceEqual("tools"u8) ? RequestField.Tools : RequestField.Forbidden;
    }

    private RequestField OfTool(ReadOnlySpan<byte> name)
    {
        if (!ToolWords.IsByMember(format) || _region == RequestField.ModelFields)
        {
            if (!Ascii.EqualsIgnoreCase(name, "type"u8)) return RequestField.Other;
            return name.SequenceEqual("type"u8) ? RequestField.ToolType : RequestField.Forbidden;
        }

        if (ToolWords.IsPlainMember(name)) return RequestField.Other;
        _word = ToolWords.OfMember(name);
        return RequestField.HostedTool;
    }

    private Refusal? TakeType(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.String) return BadTools("must each have a type that is a string");
        return ToolWords.IsPlainType(format, ref json) ? null : AddTool(json.GetString()!);
    }

    private Refusal? TakeStore(ref readonly Utf8JsonReader json, long origin)
    {
        var (start, length) = (origin + json.TokenStartIndex, json.BytesConsumed - json.TokenStartIndex);
        StoreEdit = format == WireFormat.OpenAiResponses && json.TokenType == JsonTokenType.Null ? new(start, length, s_false) : null;
        if (json.TokenType == JsonTokenType.True) Keep(EndpointWords.Responses);
        return json.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null
            ? null
            : new(RefusalReason.InvalidField, "'store' must be true or false.", "store");
    }

    private Refusal? AddTool(string word)
    {
        if (word.Length is 0 or > MaxWord || word.AsSpan().ContainsAnyExceptInRange('!', '~')) return BadTools($"must have types of 1 to {MaxWord} printable ASCII characters");
        if (_tools.Contains(word)) return null;
        if (_tools.Length == MaxTools) return BadTools($"ask for more than {MaxTools} hosted tools");
        _tools = _tools.Add(word);
        return null;
    }

    private void Keep(string endpoint)
    {
        if (!_kept.Contains(endpoint)) _kept = _kept.Add(endpoint);
    }

    private static Refusal BadTools(string what) => new(RefusalReason.InvalidField, $"'tools' {what}.", "tools");
}
