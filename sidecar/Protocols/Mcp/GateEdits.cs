using System.Buffers;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// What is cut out of a message and what is put in. Every other byte stays as it came, but for line breaks between values, which become spaces: a message goes on in one line.
/// </summary>
internal sealed class GateEdits
{
    private readonly List<BodyEdit> _edits = [];

    private Dictionary<long, ReadOnlyMemory<byte>>? _texts;

    public void Cut(long start, long end) => Put(new(start, end - start, default));

    public void Put(BodyEdit edit)
    {
        _texts = null;
        _edits.Add(edit);
    }

    public bool IsEmpty => _edits.Count == 0;

    /// <summary>What stands in the place of the value that begins there; null where it stays.</summary>
    public ReadOnlyMemory<byte>? At(long start)
    {
        if (_texts is null)
        {
            _texts = [];
            foreach (var edit in _edits) _texts.TryAdd(edit.Start, edit.Text);
        }

        return _texts.TryGetValue(start, out var text) ? text : (ReadOnlyMemory<byte>?)null;
    }

    public void Put(ServerMark mark, ReadOnlyMemory<byte> value) => Put(new BodyEdit(mark.Value, mark.End - mark.Value, value));

    /// <summary>Takes a member out of its object, with the comma that it needs no more. One of each object, at most.</summary>
    public void Remove(in ReadOnlySequence<byte> message, ServerMark member)
    {
        if (!member.IsFirst)
        {
            Cut(member.Before, member.End);
            return;
        }

        var rest = new SequenceReader<byte>(message.Slice(member.End));
        rest.AdvancePastAny(" \t\r\n"u8);
        Cut(member.Start, rest.IsNext((byte)',', advancePast: true) ? member.End + rest.Consumed : member.End);
    }

    public ReadOnlyMemory<byte> Apply(in ReadOnlySequence<byte> message)
    {
        Order();
        var text = new byte[message.Length + _edits.Sum(edit => edit.Text.Length - edit.Length)];
        var (at, position) = (0, 0L);
        foreach (var edit in _edits)
        {
            at += Copy(message.Slice(position, edit.Start - position), text.AsSpan(at));
            edit.Text.Span.CopyTo(text.AsSpan(at));
            at += edit.Text.Length;
            position = edit.Start + edit.Length;
        }

        Copy(message.Slice(position), text.AsSpan(at));
        return text;
    }

    /// <summary>By their places; one inside of another, as a mask in what is cut out, is none.</summary>
    private void Order()
    {
        _edits.Sort(static (left, right) => (left.Start, -left.Length).CompareTo((right.Start, -right.Length)));
        var end = 0L;
        _edits.RemoveAll(edit =>
        {
            var isInside = edit.Start + edit.Length <= end && edit.Length > 0;
            end = Math.Max(end, edit.Start + edit.Length);
            return isInside;
        });
    }

    /// <summary>Copies without line breaks: in JSON they stand between values and nowhere else (RFC 8259, sections 2 and 7).</summary>
    public static int Copy(in ReadOnlySequence<byte> part, Span<byte> text)
    {
        part.CopyTo(text);
        var copied = text[..(int)part.Length];
        copied.Replace((byte)'\n', (byte)' ');
        copied.Replace((byte)'\r', (byte)' ');
        return copied.Length;
    }
}
