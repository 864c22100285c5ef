using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Reads the items of a list out of a message that was read before, so that only what the gate acts on is looked at.</summary>
internal ref struct ServerItems
{
    /// <summary>The most items of a list that are judged; a longer list cannot be read.</summary>
    public const int MaxItems = 16_384;

    /// <summary>The longest URI, in characters, of a resource that is shown.</summary>
    public const int MaxUri = 4096;

    private const int MaxProperties = 64;
    private const int MaxProperty = 64;
    private const int MaxName = MemberNames.MaxNameBytes;

    private readonly ServerMember _key;
    private readonly long _offset;
    private Utf8JsonReader _json;

    private ServerItems(in ReadOnlySequence<byte> message, ServerMark list)
    {
        _offset = list.Value;
        _json = new(message.Slice(list.Value, list.End - list.Value), new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        _key = list.Member switch
        {
            ServerMember.Resources => ServerMember.Uri,
            ServerMember.ResourceTemplates => ServerMember.UriTemplate,
            ServerMember.Tasks => ServerMember.TaskId,
            _ => ServerMember.Name,
        };
    }

    /// <summary>Null where they are too many.</summary>
    public static List<ServerItem>? Read(in ReadOnlySequence<byte> message, ServerMark list)
    {
        var reader = new ServerItems(message, list);
        var items = new List<ServerItem>();
        reader._json.Read();
        while (reader._json.Read() && reader._json.TokenType != JsonTokenType.EndArray)
        {
            if (items.Count == MaxItems) return null;
            items.Add(reader.ReadItem());
        }

        return items;
    }

    /// <summary>The name, URI or id in a mark's object, such as a task's; null where it has none that is fit.</summary>
    public static string? KeyOf(in ReadOnlySequence<byte> message, ServerMark holder)
    {
        var reader = new ServerItems(message, holder with { Member = ServerMember.Tasks });
        reader._json.Read();
        return reader.ReadItem().Key;
    }

    /// <summary>The text that a mark's value is; null where it is none, or longer than <paramref name="most"/>.</summary>
    public static string? TextOf(in ReadOnlySequence<byte> message, ServerMark mark, int most)
    {
        var json = new Utf8JsonReader(message.Slice(mark.Value, mark.End - mark.Value), new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        json.Read();
        return TextOf(json, most);
    }

    /// <summary>The text that a reader stands on; null where it is none, is no Unicode, or is longer than <paramref name="most"/>.</summary>
    public static string? TextOf(in Utf8JsonReader json, int most)
    {
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) return null;
        if ((json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length) > 6L * most) return null;
        try
        {
            var text = json.GetString()!;
            return text.Length <= most ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private ServerItem ReadItem()
    {
        var start = _offset + _json.TokenStartIndex;
        string? key = null;
        var properties = ImmutableArray<string>.Empty;
        var isFit = _json.TokenType == JsonTokenType.StartObject;
        if (!isFit) _json.Skip();
        while (isFit && _json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(_json, out var isLookAlike);
            _json.Read();
            if (isLookAlike) return Unfit(start);
            if (member == _key) key = TextOf(_json, _key is ServerMember.Uri or ServerMember.UriTemplate ? MaxUri : ToolPin.MaxName);
            if (member == ServerMember.InputSchema && _json.TokenType == JsonTokenType.StartObject) properties = ReadSchema();
            else _json.Skip();
        }

        return new(start, _offset + _json.BytesConsumed, IsFit(key) ? key : null, properties);
    }

    private ServerItem Unfit(long start)
    {
        do _json.Skip();
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName && _json.Read());
        return new(start, _offset + _json.BytesConsumed, null, []);
    }

    /// <summary>The names of the properties in the schema that the reader stands on, and past it.</summary>
    private ImmutableArray<string> ReadSchema()
    {
        var names = ImmutableArray<string>.Empty;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var isProperties = _json.ValueTextEquals("properties"u8);
            _json.Read();
            if (isProperties && _json.TokenType == JsonTokenType.StartObject) names = ReadProperties();
            else _json.Skip();
        }

        return names;
    }

    private ImmutableArray<string> ReadProperties()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (names.Count < MaxProperties && TextOf(_json, MaxProperty) is { } name) names.Add(name);
            _json.Read();
            _json.Skip();
        }

        return names.DrainToImmutable();
    }

    private static bool IsFit(string? key)
    {
        if (string.IsNullOrEmpty(key)) return false;
        foreach (var letter in key)
        {
            if (char.IsControl(letter)) return false;
        }

        return true;
    }

    /// <summary>The member whose name a reader stands on.</summary>
    public static ServerMember MemberOf(in Utf8JsonReader json, out bool isLookAlike)
    {
        isLookAlike = false;
        Span<byte> name = stackalloc byte[MaxName];
        var length = json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length;
        return length > MaxName ? ServerMember.None : ServerMembers.Of(ServerPlace.Item, name[..json.CopyString(name)], out isLookAlike);
    }
}
