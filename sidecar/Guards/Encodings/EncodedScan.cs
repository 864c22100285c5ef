namespace AiGateway.Sidecar.Guards.Encodings;

/// <summary>
/// Reads a text token by token and holds each back until it ends. Lines of base64 that were wrapped are one token. A token that is longer than <see cref="MostToken"/> is judged in parts, each
/// together with what stands before it, so that none is held back without end.
/// </summary>
internal sealed class EncodedScan(EncodedCheck check) : TextScan
{
    /// <summary>In characters.</summary>
    public const int MostToken = 32 * 1024;

    /// <summary>Encoders wrap lines at 64 characters or at 76; a shorter line is the last.</summary>
    private const int LeastLine = 60;

    private long _start = -1;
    private long _part;
    private long _end;
    private int _digits;
    private int _breaks;
    private bool _isWrapped;
    private long _settled;

    public override long Settled => _settled;

    public override void Read(in TextWindow window, List<TextMatch> matches)
    {
        for (var index = window.Fresh; index < window.Chars.Length; index++)
        {
            if (_start < 0 && (index = EncodedToken.Next(window.Chars, index)) < 0) break;
            Take(window, window.Start + index, matches);
        }

        _settled = _start < 0 ? window.End : _part;
    }

    public override void Finish(in TextWindow window, List<TextMatch> matches)
    {
        if (_start >= 0) Judge(window, matches);
        _start = -1;
        _settled = window.End;
    }

    private void Take(in TextWindow window, long at, List<TextMatch> matches)
    {
        var one = window.Chars[(int)(at - window.Start)];
        if (EncodedToken.Has(one))
        {
            if (_start < 0) Begin(at);
            if (_breaks > 0) (_digits, _breaks, _isWrapped) = (0, 0, true);
            _digits = EncodedToken.IsBase64(one) ? _digits + 1 : 0;
            _end = at + 1;
            if (_end - _part < MostToken) return;
            Judge(window, matches);
            _part = _end;
            return;
        }

        if (_start < 0) return;
        if (one is '\r' or '\n' && _digits >= LeastLine && _breaks < 2)
        {
            _breaks++;
            return;
        }

        Judge(window, matches);
        _start = -1;
    }

    private void Begin(long at) => (_start, _part, _digits, _breaks, _isWrapped) = (at, at, 0, 0, false);

    /// <summary>The part of the token that is not judged yet, and of what was as much as a window keeps.</summary>
    private void Judge(in TextWindow window, List<TextMatch> matches)
    {
        if (_end <= _part) return;
        var from = Math.Max(_start, _part - TextWindow.LookBehind);
        var token = window.Slice(from, _end);
        var found = matches.Count;
        if (_isWrapped) JudgeWrapped(token, from, matches);
        else check.Judge(token, from, matches);
        for (var at = matches.Count - 1; at >= found; at--)
        {
            // What was judged before has passed.
            if (matches[at].End <= _part) matches.RemoveAt(at);
            else if (matches[at].Start < _part) matches[at] = matches[at] with { Start = _part };
        }
    }

    /// <summary>Without its line breaks; a find makes all of it a match.</summary>
    private void JudgeWrapped(ReadOnlySpan<char> token, long from, List<TextMatch> matches)
    {
        var joined = string.Concat(token.ToString().Split('\r', '\n'));
        List<TextMatch> found = [];
        check.Judge(joined, 0, found);
        if (found.Count > 0) matches.Add(new(from, _end, found[0].Label));
    }
}
