using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Protocols.Texts;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>What was found in one frame: its texts, and which channels end with it. Used again for each.</summary>
internal sealed class FrameFinds
{
    private readonly List<FrameText> _texts = [];
    private readonly List<ChannelEnd> _ends = [];
    private readonly HashSet<int> _starts = [];
    private ReadOnlyMemory<byte> _json;

    public IReadOnlyList<FrameText> Texts => _texts;

    public IReadOnlyList<ChannelEnd> Ends => _ends;

    /// <summary>Whether a frame like this can carry on each of its channels.</summary>
    public bool IsDelta { get; set; }

    public void Reset(ReadOnlyMemory<byte> json)
    {
        _json = json;
        _texts.Clear();
        _ends.Clear();
        _starts.Clear();
        IsDelta = true;
    }

    public void End(int? choice = null, int? part = null, string? name = null) => _ends.Add(new(choice, part, name));

    /// <summary>The next piece of a channel; what is no string is JSON of its own.</summary>
    /// <exception cref="InvalidDataException">It is a number: clients that join pieces would make a text of it.</exception>
    public void Piece(in ChannelKey channel, GuardPlace place, JsonElement value, FrameTextKind kind = FrameTextKind.Piece)
    {
        if (value.ValueKind == JsonValueKind.Number) throw new InvalidDataException("a number stands for a piece of a text");
        Add(value, new(kind, place, 0, 0) { Channel = channel });
    }

    /// <summary>The next piece of a channel that says again what another says.</summary>
    public void Echo(in ChannelKey channel, GuardPlace place, JsonElement value) => Add(value, new(FrameTextKind.Piece, place, 0, 0) { Channel = channel, IsEcho = true });

    /// <summary>A text of its own.</summary>
    public void Whole(GuardPlace place, JsonElement value, FrameTextKind kind = FrameTextKind.Whole, bool isEcho = false) =>
        Add(value, new(kind, place, 0, 0) { IsEcho = isEcho });

    /// <summary>What is there only as long as its channel's text is what it was.</summary>
    public void Tied(FrameTextKind kind, in ChannelKey channel, GuardPlace place, JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)) Put(value, new(kind, place, 0, 0) { Channel = channel });
    }

    /// <summary>A member that the dialect has no place for, within what streams: its strings are pieces, each by its way there.</summary>
    public void Unknown(in ChannelKey around, GuardPlace place, JsonProperty member)
    {
        var name = FrameNames.Of(member);
        PutName(place, member);
        if (member.Value.ValueKind == JsonValueKind.String && FrameWords.Hides(name, BytesOf(member.Value))) return;
        if (member.Value.ValueKind == JsonValueKind.Number && FrameNames.Counts(name)) return;
        Unknown(around with { Name = Path(around.Name, Encoding.UTF8.GetString(name)) }, place, member.Value);
    }

    /// <summary>A member that the dialect has no place for, around what streams: its strings are texts of their own.</summary>
    public void Around(GuardPlace place, JsonProperty member, bool isEcho = false)
    {
        var name = FrameNames.Of(member);
        PutName(place, member, isEcho);
        if (member.Value.ValueKind == JsonValueKind.String)
        {
            if (FrameWords.Hides(name, BytesOf(member.Value))) return;
            var isJson = name.SequenceEqual("arguments"u8);
            Whole(isJson ? GuardPlace.ToolArguments : place, member.Value, isJson ? FrameTextKind.JsonWhole : FrameTextKind.Whole, isEcho);
        }
        else if (name.SequenceEqual("logprobs"u8) || name.SequenceEqual("logprobsResult"u8))
        {
            Tied(FrameTextKind.Repeat, default, place, member.Value);
        }
        else if (!FrameNames.Counts(name))
        {
            Around(place, member.Value, isEcho);
        }
        else if (member.Value.ValueKind != JsonValueKind.Number)
        {
            Counted(place, member.Value, isEcho);
        }
    }

    /// <summary>All strings, names and numbers of a value.</summary>
    public void Around(GuardPlace place, JsonElement value, bool isEcho = false)
    {
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number) Whole(place, value, FrameTextKind.Whole, isEcho);
        else if (value.ValueKind == JsonValueKind.Array) foreach (var item in value.EnumerateArray()) Around(place, item, isEcho);
        else if (value.ValueKind == JsonValueKind.Object) foreach (var member in value.EnumerateObject()) Around(place, member, isEcho);
    }

    /// <summary>Which one of a list an object is: by its own word, else by its place.</summary>
    /// <exception cref="InvalidDataException">Its word is one that clients understand each in their way.</exception>
    public static int IndexOf(JsonElement item, int place, ReadOnlySpan<byte> member) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(member, out var said) && said.ValueKind != JsonValueKind.Null
            ? said.ValueKind == JsonValueKind.Number && said.TryGetInt32(out var index) && index >= 0 ? index : throw new InvalidDataException("an index is no count")
            : place;

    /// <summary>Whether a string is what only its maker can read, or media.</summary>
    public bool IsSealed(JsonElement value) => value.ValueKind == JsonValueKind.String && TextWords.IsBase64(new(BytesOf(value)[1..^1]));

    /// <summary>Whether one of the texts stands there.</summary>
    public bool IsTextAt(int start)
    {
        if (_starts.Count == 0) _starts.UnionWith(_texts.Select(static text => text.Start));
        return _starts.Contains(start);
    }

    /// <summary>Where a value stands in the frame's JSON.</summary>
    public int StartOf(JsonElement value) => _json.Span.Overlaps(JsonMarshal.GetRawUtf8Value(value), out var start) ? start : throw new InvalidDataException("a value of another frame");

    private ReadOnlyMemory<byte> BytesOf(JsonElement value) => _json.Slice(StartOf(value), JsonMarshal.GetRawUtf8Value(value).Length);

    private void Unknown(in ChannelKey channel, GuardPlace place, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            Piece(channel, place, value);
        }
        else if (value.ValueKind == JsonValueKind.Number)
        {
            Whole(place, value);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject()) Unknown(channel, place, member);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                var own = IndexOf(item, index++, "index"u8);
                Unknown(channel with { Name = Path(channel.Name, own.ToString(CultureInfo.InvariantCulture)) }, place, item);
            }
        }
    }

    /// <summary>All strings of a value whose names and numbers count something.</summary>
    private void Counted(GuardPlace place, JsonElement value, bool isEcho)
    {
        if (value.ValueKind == JsonValueKind.String) Whole(place, value, FrameTextKind.Whole, isEcho);
        else if (value.ValueKind == JsonValueKind.Array) foreach (var item in value.EnumerateArray()) Counted(place, item, isEcho);
        else if (value.ValueKind == JsonValueKind.Object) foreach (var member in value.EnumerateObject()) CountedMember(place, member, isEcho);
    }

    private void CountedMember(GuardPlace place, JsonProperty member, bool isEcho)
    {
        if (member.Value.ValueKind == JsonValueKind.String) Around(place, member, isEcho);
        else Counted(place, member.Value, isEcho);
    }

    /// <summary>A name that no dialect has.</summary>
    private void PutName(GuardPlace place, JsonProperty member, bool isEcho = false)
    {
        if (FrameNames.IsKnown(FrameNames.Of(member))) return;
        var name = JsonMarshal.GetRawUtf8PropertyName(member);
        if (!name.IsEmpty && _json.Span.Overlaps(name, out var start)) _texts.Add(new(FrameTextKind.Name, place, start - 1, name.Length + 2) { IsEcho = isEcho });
    }

    private static string Path(string around, string name) => around.Length == 0 ? name : $"{around}.{name}";

    private void Add(JsonElement value, in FrameText text)
    {
        if (value.ValueKind == JsonValueKind.String) Put(value, text);
        else if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Number) Put(value, text with { Kind = FrameTextKind.JsonValue });
    }

    private void Put(JsonElement value, in FrameText text) => _texts.Add(text with { Start = StartOf(value), Length = JsonMarshal.GetRawUtf8Value(value).Length });
}
