using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>
/// A frame that carries on one channel and says nothing else: made of a frame that did, with what stands on the way to the text, the plain words beside that way which say whose the text
/// is, and none that are said once (ids of calls, roles, reasons to stop). Whatever is held back of the channel leaves in it.
/// </summary>
internal sealed class FrameCarrier
{
    private static readonly byte[][] s_once =
    [
        .. "name finishReason stop_reason stopReason signature thoughtSignature sequence_number obfuscation p usage arguments toolUseId tool_use_id".Split(' ').Select(Encoding.UTF8.GetBytes),
    ];

    private readonly string _name;
    private readonly byte[] _before;
    private readonly byte[] _behind;
    private readonly bool _isNumbered;

    private FrameCarrier(string name, ReadOnlySpan<byte> before, ReadOnlySpan<byte> behind, bool isNumbered) =>
        (_name, _before, _behind, _isNumbered) = (name, before.ToArray(), behind.ToArray(), isNumbered);

    /// <summary>Of a frame's JSON and where the text stands in it.</summary>
    public static FrameCarrier Of(string name, JsonElement root, FrameFinds finds, int text)
    {
        var json = new ArrayBufferWriter<byte>(256);
        var at = Write(root, 0, (finds, text), json);
        return new(name, json.WrittenSpan[..at], json.WrittenSpan[at..], root.TryGetProperty("sequence_number"u8, out _));
    }

    /// <summary>Of JSON that says nothing else already.</summary>
    public static FrameCarrier Of(string name, byte[] json, int text) => new(name, json.AsSpan(0, text), json.AsSpan(text), isNumbered: false);

    /// <summary>Writes the frame.</summary>
    /// <param name="value">The text as a JSON string, quotes included.</param>
    /// <param name="number">Its number, where the dialect numbers its events.</param>
    /// <param name="frame">The kind of frame.</param>
    /// <param name="frames">Where it is written to.</param>
    public void Write(ReadOnlySpan<byte> value, long number, FrameData frame, IBufferWriter<byte> frames)
    {
        var end = _isNumbered ? Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"sequence_number\":{number}}}")) : "}"u8;
        frame.Write(_name, [.. _before, .. value, .. _behind.AsSpan(0, _behind.Length - 1), .. end], frames);
    }

    /// <summary>Writes a container on the way; returns where in what was written the text's place is.</summary>
    private static int Write(JsonElement container, int depth, (FrameFinds Finds, int Text) of, ArrayBufferWriter<byte> json)
    {
        var (place, isFirst, isObject) = (-1, true, container.ValueKind == JsonValueKind.Object);
        json.Write(isObject ? "{"u8 : "["u8);
        if (isObject)
        {
            foreach (var member in container.EnumerateObject())
            {
                var isWay = Holds(member.Value, of);
                if (!isWay && !IsKept(member, depth, of.Finds)) continue;
                if (!isFirst) json.Write(","u8);
                isFirst = false;
                json.Write("\""u8);
                json.Write(JsonMarshal.GetRawUtf8PropertyName(member));
                json.Write("\":"u8);
                if (isWay) place = WriteOn(member.Value, depth, of, json);
                else json.Write(member.NameEquals("finish_reason"u8) ? "null"u8 : JsonMarshal.GetRawUtf8Value(member.Value));
            }
        }
        else
        {
            foreach (var item in container.EnumerateArray())
            {
                if (Holds(item, of)) place = WriteOn(item, depth, of, json);
            }
        }

        json.Write(isObject ? "}"u8 : "]"u8);
        return place;
    }

    private static int WriteOn(JsonElement value, int depth, (FrameFinds Finds, int Text) of, ArrayBufferWriter<byte> json) =>
        of.Finds.StartOf(value) == of.Text ? json.WrittenCount : Write(value, depth + 1, of, json);

    private static bool Holds(JsonElement value, (FrameFinds Finds, int Text) of)
    {
        var start = of.Finds.StartOf(value);
        return of.Text >= start && of.Text < start + JsonMarshal.GetRawUtf8Value(value).Length;
    }

    private static bool IsKept(JsonProperty member, int depth, FrameFinds finds)
    {
        var value = member.Value;
        if (value.ValueKind == JsonValueKind.Object || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)) return false;
        if (depth > 0 && member.NameEquals("id"u8)) return false;
        if (member.NameEquals("role"u8) && value.ValueEquals("assistant"u8)) return false; // Some clients join words, too.
        var name = JsonMarshal.GetRawUtf8PropertyName(member);
        foreach (var once in s_once)
        {
            if (name.SequenceEqual(once)) return false;
        }

        return !finds.IsTextAt(finds.StartOf(value));
    }
}
