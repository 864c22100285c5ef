using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Json;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>
/// Guards a stream in the agent's dialect, frame by frame, by exact hold-back: each frame goes on at once with what is certain of its texts, and what is held back of a text leaves in a
/// later frame of its channel, or in one of its own before whatever ends it. A frame in which nothing is changed passes byte for byte. What is no frame of the dialect ends the stream.
/// </summary>
internal sealed class FrameGuard : IDisposable
{
    /// <summary>How many texts may be open at the same time.</summary>
    public const int MaxChannels = 128;

    /// <summary>How many texts may have ended while something of them was held back.</summary>
    private const int MaxEnded = 16 * 1024;

    /// <summary>The places that a stream has texts of: hosted tools put their results and definitions into it.</summary>
    private static readonly GuardPlace[] s_places = [GuardPlace.Output, GuardPlace.ToolArguments, GuardPlace.ToolResult, GuardPlace.ToolDefinition];

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = Translation.MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Stands where a signature stood whose reasoning was masked: it is nobody's, so that it is taken out when the agent sends it back.</summary>
    private static readonly byte[] s_seal = "\"aigw1.masked.0\""u8.ToArray();

    private readonly GuardSession _session;
    private readonly FrameFinder _finder;
    private readonly FrameData _frame;
    private readonly FrameRoom _room;
    private readonly FrameFinds _finds = new();
    private readonly FrameEdits _edits = new();
    private readonly Dictionary<ChannelKey, FrameChannel> _channels = [];
    private readonly SortedSet<int> _choices = [];
    private readonly HashSet<ChannelKey> _ended = [];
    private readonly CharBuffer _came = new();
    private readonly CharBuffer _rest = new();
    private readonly PooledBytes _json = new();
    private readonly PooledBytes _out = new();
    private readonly bool _bites;
    private GuardSession? _echo;
    private byte[]? _head;
    private long _number = -1;
    private int _added;

    private FrameGuard(GuardSession session, FrameFinder finder, bool isBinary, BlockPool? pool)
    {
        (_session, _finder, _frame, _room) = (session, finder, new(isBinary), new(pool));
        _bites = session.Plan.Of(GuardPlace.Output).Any(check => check.Facts.Bites);
    }

    /// <summary>The guard of a stream; null where nothing looks at it, and nothing is to be turned back in it.</summary>
    /// <param name="session">The guards of the call.</param>
    /// <param name="format">What the agent speaks.</param>
    /// <param name="isBinary">Whether its frames are AWS's.</param>
    /// <param name="pool">The budget of what is kept.</param>
    public static FrameGuard? Of(GuardSession? session, WireFormat format, bool isBinary, BlockPool? pool = null) =>
        session is null || (session.Vault.IsEmpty && s_places.All(place => session.Plan.Of(place).IsEmpty))
            ? null
            : new(session, FrameFinder.Of(format), isBinary, pool);

    /// <summary>Why the stream ends here; null where it does not.</summary>
    public Finding? Denial => _session.Denial;

    /// <summary>An <see cref="EventFilter"/>: what leaves for a frame, which may be more than one.</summary>
    /// <exception cref="InvalidDataException">It is no frame of the dialect.</exception>
    public FilterVerdict OnFrame(ref ReadOnlySequence<byte> bytes)
    {
        if (!_frame.TryRead(bytes)) return FilterVerdict.Pass;
        _out.Clear();
        _edits.Clear();
        if (!(_frame.IsDone ? End(default) : Guard())) return FilterVerdict.Cut;
        if (_out.Length == 0 && !_edits.AreAny) return FilterVerdict.Pass;
        _json.Clear();
        _edits.Write(_frame.Json.Span, _json);
        _frame.Write(_json.Written.Span, _out);
        bytes = new(_out.Written);
        return FilterVerdict.Pass;
    }

    /// <summary>The stream has ended: what was still held back; false where a check denies. Valid until the next call.</summary>
    public bool Finish(out ReadOnlyMemory<byte> rest)
    {
        _out.Clear();
        _number++;
        var passes = Denial is null && End(default);
        rest = _out.Written;
        return passes;
    }

    /// <summary>What the dialect says before the error that a denied stream ends in; empty for nothing.</summary>
    public ReadOnlyMemory<byte> Farewell()
    {
        _out.Clear();
        if (_head is not null) _frame.Write("", _finder.Farewell(_head, _choices.Count == 0 ? [0] : _choices), _out);
        return _out.Written;
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values) channel.Dispose();
        _room.Dispose();
        _frame.Dispose();
        _edits.Dispose();
        _came.Dispose();
        _rest.Dispose();
        _json.Dispose();
        _out.Dispose();
    }

    private bool Guard()
    {
        try
        {
            using var json = JsonDocument.Parse(_frame.Json, s_options);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw new InvalidDataException("a frame holds no object");
            return Guard(json.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException("a frame is no JSON", broken);
        }
    }

    private bool Guard(JsonElement root)
    {
        _finds.Reset(_frame.Json);
        if (_frame.IsException) _finds.End();
        _finder.Find(_frame.Name, root, _finds);
        _head ??= _finder.HeadOf(root);
        if (root.TryGetProperty("sequence_number"u8, out var number) && number.TryGetInt64(out var counted)) _number = counted;
        foreach (var text in _finds.Texts)
        {
            if (!Take(text, root)) return false;
        }

        foreach (var end in _finds.Ends)
        {
            if (!End(end)) return false;
            if (end.Choice is { } choice) _choices.Remove(choice);
        }

        foreach (var text in _finds.Texts) Untie(text);
        if (_echo is not null) _session.Absorb(_echo);
        if (_added > 0 && number.ValueKind == JsonValueKind.Number)
            _edits.Add(_finds.StartOf(number), JsonMarshal.GetRawUtf8Value(number).Length, Encoding.ASCII.GetBytes((_number + _added).ToString(CultureInfo.InvariantCulture)));
        foreach (var channel in _channels.Values) channel.Edit = -1;
        return IsWithinBounds();
    }

    private bool Take(in FrameText text, JsonElement root)
    {
        if (text.Kind is FrameTextKind.Repeat or FrameTextKind.Seal) return true;
        if (text.Kind is FrameTextKind.Piece or FrameTextKind.JsonPiece)
        {
            _choices.Add(text.Channel.Choice);
            return ChannelOf(text) is not { } channel || TakePiece(text, channel, root);
        }

        using var whole = FrameChannel.Of(SessionOf(text), text.Place, text.Kind is FrameTextKind.JsonWhole or FrameTextKind.JsonValue, text.Kind == FrameTextKind.Name);
        if (whole is null) return true;
        Read(text);
        var released = _edits.Begin();
        if (!whole.Take(_came.Written, released) || !whole.Finish(released)) return Deny();
        _edits.Add(text.Start, text.Length, _came.Written, text.Kind == FrameTextKind.JsonValue);
        return true;
    }

    private bool TakePiece(in FrameText text, FrameChannel channel, JsonElement root)
    {
        Read(text);
        if (_came.Length > 0 && _ended.Contains(text.Channel)) throw new InvalidDataException("a text goes on behind its end"); // What was held back has left.
        if (!channel.Take(_came.Written, _edits.Begin())) return Deny();
        channel.Edit = _edits.Add(text.Start, text.Length, _came.Written, isJson: false);
        if (channel.Held == 0 || channel.Carrier is not null) return true;
        if (_finds.IsDelta) channel.Carrier = FrameCarrier.Of(_frame.Name, root, _finds, text.Start);
        else if (_finder.Carrier(text.Channel) is { } carrier) channel.Carrier = FrameCarrier.Of(carrier.Name, carrier.Json, carrier.Text);
        return true;
    }

    private bool End(ChannelEnd end)
    {
        foreach (var (key, channel) in _channels)
        {
            if (!end.Covers(key)) continue;
            if (channel.Held > 0) _ended.Add(key);
            if (channel.Edit >= 0)
            {
                if (!channel.Finish(_edits.Begin())) return Deny();
                _edits.Extend(channel.Edit);
            }
            else if (!Release(channel))
            {
                return Deny();
            }

            _channels.Remove(key);
            channel.Dispose();
        }

        return true;
    }

    /// <summary>Writes what is held back of a channel in a frame of its own.</summary>
    private bool Release(FrameChannel channel)
    {
        _rest.Clear();
        if (!channel.Finish(_rest)) return false;
        if (_rest.Length == 0) return true;
        if (channel.Carrier is not { } carrier) throw new InvalidDataException("a text has ended before it began");
        _json.Clear();
        FrameEdits.WriteString(_rest.Written, _json);
        carrier.Write(_json.Written.Span, _number + _added++, _frame, _out);
        return true;
    }

    /// <summary>Takes out what says a text again that a check may change, or that fits it no more.</summary>
    private void Untie(in FrameText text)
    {
        var isList = _frame.Json.Span[text.Start] == '[';
        if (text.Kind == FrameTextKind.Repeat && _bites) _edits.Add(text.Start, text.Length, isList ? "[]"u8.ToArray() : "null"u8.ToArray());
        if (text.Kind == FrameTextKind.Seal && _channels.TryGetValue(text.Channel, out var channel) && channel.HasMasked) _edits.Add(text.Start, text.Length, s_seal);
    }

    private FrameChannel? ChannelOf(in FrameText text)
    {
        if (_channels.TryGetValue(text.Channel, out var known)) return known;
        if (FrameChannel.Of(SessionOf(text), text.Place, text.Kind == FrameTextKind.JsonPiece) is not { } channel) return null;
        if (_channels.Count < MaxChannels && _ended.Count < MaxEnded) return _channels[text.Channel] = channel;
        channel.Dispose();
        _session.DenyUnread(_session.Plan.Of(text.Place), text.Place, "TOO_MANY_TEXTS");
        return null;
    }

    private GuardSession SessionOf(in FrameText text) => text.IsEcho ? _echo ??= _session.Echo() : _session;

    private void Read(in FrameText text)
    {
        _came.Clear();
        var value = _frame.Json.Span.Slice(text.Start, text.Length);
        if (text.Kind == FrameTextKind.JsonValue) Encoding.UTF8.GetChars(value, _came);
        else JsonStrings.Unescape(value[1..^1], _came);
    }

    private bool Deny()
    {
        if (_echo is not null) _session.Absorb(_echo);
        return false;
    }

    private bool IsWithinBounds()
    {
        if (_session.Denial is not null || HasRoom()) return _session.Denial is null;
        foreach (var channel in _channels.Values) channel.StopRecording();
        if (HasRoom()) return true;
        foreach (var place in s_places) _session.DenyUnread(_session.Plan.Of(place), place, "TOO_LONG_TO_HOLD");
        return _session.Denial is null ? throw new InvalidDataException("no memory is left to look at a stream") : false;
    }

    private bool HasRoom()
    {
        var kept = 0L;
        foreach (var channel in _channels.Values) kept += channel.Kept;
        return kept <= 2L * TextGuard.MaxHeld && _room.TryKeep(kept);
    }
}
