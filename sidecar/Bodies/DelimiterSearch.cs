namespace AiGateway.Sidecar.Bodies;

/// <summary>Finds a delimiter in bytes that pass in pieces (Knuth, Morris and Pratt), and whether a line end stands right before it.</summary>
internal sealed class DelimiterSearch
{
    private readonly byte[] _delimiter;
    private readonly int[] _fallbacks;
    private int _matched;
    private byte _last;
    private long _at;
    private long _lineEnd = -1;

    /// <param name="delimiter">Begins with a dash, and holds neither CR nor LF.</param>
    public DelimiterSearch(byte[] delimiter)
    {
        _delimiter = delimiter;
        _fallbacks = new int[delimiter.Length];
        for (int at = 1, length = 0; at < delimiter.Length; at++)
        {
            while (length > 0 && delimiter[at] != delimiter[length]) length = _fallbacks[length - 1];
            if (delimiter[at] == delimiter[length]) length++;
            _fallbacks[at] = length;
        }
    }

    /// <summary>Whether CR LF stand right before the delimiter that was found.</summary>
    public bool FollowsLineEnd => _lineEnd == _at - _delimiter.Length;

    /// <summary>Another content begins.</summary>
    public void Reset() => (_matched, _last, _at, _lineEnd) = (0, 0, 0, -1);

    /// <summary>Looks at bytes up to the end of the delimiter, or at all of them.</summary>
    /// <returns>How many it looked at.</returns>
    public int Feed(ReadOnlySpan<byte> bytes, out bool found)
    {
        found = false;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (_matched == 0) at += Pass(bytes[at..]);
            if (at == bytes.Length) break;
            if (!Match(bytes[at])) continue;
            (found, _matched) = (true, 0);
            return at + 1;
        }

        return bytes.Length;
    }

    /// <summary>Passes what can neither begin a delimiter nor end a line.</summary>
    private int Pass(ReadOnlySpan<byte> bytes)
    {
        var next = bytes.IndexOfAny((byte)'-', (byte)'\n');
        var count = next < 0 ? bytes.Length : next;
        _at += count;
        if (count > 0) _last = bytes[count - 1];
        return count;
    }

    private bool Match(byte next)
    {
        _at++;
        if (next == '\n' && _last == '\r') _lineEnd = _at;
        _last = next;
        while (_matched > 0 && _delimiter[_matched] != next) _matched = _fallbacks[_matched - 1];
        if (_delimiter[_matched] == next) _matched++;
        return _matched == _delimiter.Length;
    }
}
