using System.Buffers;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Finds where server-sent events end, in whatever pieces they arrive: an event ends with an empty line, a line with LF, CR or CRLF (WHATWG HTML, 9.2.6).
/// Remembers how far it has looked, so that no byte is looked at twice.
/// </summary>
internal sealed class EventSplitter : FrameSplitter
{
    private long _scanned;
    private bool _lineHasText;
    private bool _afterCarriageReturn;

    /// <summary>
    /// The length of the first event in the bytes, its empty line included; false where it has not ended yet. The bytes start where the last event that was
    /// found ended, and only grow until one is. An event may end with a CR whose LF comes in a later piece: that is then found by itself, as a tail.
    /// </summary>
    public override bool TryFindEnd(in ReadOnlySequence<byte> bytes, out long length, out bool isTail)
    {
        (length, isTail) = (0, false);
        if (_scanned == 0 && _afterCarriageReturn && bytes.Length > 0)
        {
            _afterCarriageReturn = false;
            if (bytes.FirstSpan[0] == '\n')
            {
                (length, isTail) = (1, true);
                return true;
            }
        }

        if (_scanned == bytes.Length) return false;
        foreach (var part in bytes.Slice(_scanned))
        {
            if (!TryFindEnd(part.Span)) continue;
            length = _scanned;
            _scanned = 0;
            return true;
        }

        return false;
    }

    private bool TryFindEnd(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            TakeLineFeed(ref bytes);
            if (bytes.IsEmpty) return false;

            var text = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            _lineHasText |= text != 0;
            Skip(text < 0 ? bytes.Length : text, ref bytes);
            if (bytes.IsEmpty) return false;

            _afterCarriageReturn = bytes[0] == '\r';
            Skip(1, ref bytes);
            if (!_lineHasText)
            {
                TakeLineFeed(ref bytes);
                return true;
            }

            _lineHasText = false;
        }

        return false;
    }

    /// <summary>The second half of a CRLF, which may come in a later piece.</summary>
    private void TakeLineFeed(ref ReadOnlySpan<byte> bytes)
    {
        if (!_afterCarriageReturn || bytes.IsEmpty) return;
        _afterCarriageReturn = false;
        if (bytes[0] == '\n') Skip(1, ref bytes);
    }

    private void Skip(int count, ref ReadOnlySpan<byte> bytes)
    {
        _scanned += count;
        bytes = bytes[count..];
    }
}
