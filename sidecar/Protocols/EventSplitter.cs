using System.Buffers;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Finds where server-sent events end, in whatever pieces they arrive: an event ends with an empty line, a line with LF, CR or CRLF (WHATWG HTML, 9.2.6).
/// Remembers how far it has looked, so that no byte is looked at twice.
/// </summary>
internal struct EventSplitter
{
    private long _scanned;
    private bool _lineHasText;
    private bool _afterCarriageReturn;

    /// <summary>
    /// The length of the first event in the bytes, its empty line included; false where it has not ended yet. The bytes start where the last event that was
    /// found ended, and only grow until one is.
    /// </summary>
    public bool TryFindEnd(in ReadOnlySequence<byte> bytes, out long length)
    {
        length = 0;
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
            if (_afterCarriageReturn && bytes[0] == '\n') Skip(1, ref bytes);
            _afterCarriageReturn = false;

            var text = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            _lineHasText |= text != 0 && !bytes.IsEmpty;
            Skip(text < 0 ? bytes.Length : text, ref bytes);
            if (bytes.IsEmpty) return false;

            _afterCarriageReturn = bytes[0] == '\r';
            Skip(1, ref bytes);
            if (!_lineHasText)
            {
                if (_afterCarriageReturn && !bytes.IsEmpty && bytes[0] == '\n') Skip(1, ref bytes);
                return true;
            }

            _lineHasText = false;
        }

        return false;
    }

    private void Skip(int count, ref ReadOnlySpan<byte> bytes)
    {
        _scanned += count;
        bytes = bytes[count..];
    }
}
