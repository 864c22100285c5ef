namespace AiGateway.Sidecar.Guards.Shapes;

/// <summary>Reads a text line by line, each character once. Holds back the line in which a block begins, from its fence on, until its language is known.</summary>
internal sealed class LanguageScan(LanguageCheck check) : TextScan
{
    /// <summary>A language's name that is longer counts by its beginning.</summary>
    private const int MaxWord = 64;
    private const int LeastFence = 3;

    private readonly char[] _word = new char[MaxWord];
    private LinePart _part = LinePart.Prefix;
    private int _wordLength;
    private char _fence;
    private int _fenceLength;
    private long _fenceStart;
    private (char Mark, int Length)? _open;
    private long _settled;

    public override long Settled => _settled;

    public override void Read(in TextWindow window, List<TextMatch> matches)
    {
        for (var index = window.Fresh; index < window.Chars.Length; index++)
        {
            if (_part is LinePart.Text)
            {
                // Of a line that opens no block its end alone counts.
                var end = window.Chars[index..].IndexOfAny('\n', '\r');
                if (end < 0) break;
                index += end;
            }

            Take(window.Chars[index], window.Start + index, matches);
        }

        _settled = _open is null && _part is LinePart.Fence or LinePart.Word or LinePart.Info ? _fenceStart : window.End;
    }

    public override void Finish(in TextWindow window, List<TextMatch> matches)
    {
        EndLine(window.End, matches);
        _settled = window.End;
    }

    private void Take(char one, long at, List<TextMatch> matches)
    {
        if (one is '\n' or '\r')
        {
            EndLine(at, matches);
            return;
        }

        switch (_part)
        {
            case LinePart.Prefix:
                if (one is '`' or '~') (_part, _fence, _fenceLength, _fenceStart, _wordLength) = (LinePart.Fence, one, 1, at, 0);
                else if (!IsPrefix(one)) _part = LinePart.Text;
                break;
            case LinePart.Fence:
                if (one == _fence) _fenceLength++;
                else if (_fenceLength < LeastFence) _part = LinePart.Text;
                else if (!char.IsWhiteSpace(one)) TakeWord(one);
                break;
            case LinePart.Word:
                if (char.IsWhiteSpace(one) || one is ',' or '{' or '}' or '(') _part = LinePart.Info;
                else TakeWord(one);
                break;
        }

        // Backticks behind a fence of backticks make it code in a line (CommonMark 0.31, 4.5).
        if (_part is LinePart.Word or LinePart.Info && _fence == '`' && one == '`') _part = LinePart.Text;
    }

    private void TakeWord(char one)
    {
        _part = LinePart.Word;
        if (_wordLength == 0 && one is '{' or '.') return; // {.python} as some renderers have it.
        if (_wordLength < MaxWord) _word[_wordLength++] = one;
    }

    private void EndLine(long at, List<TextMatch> matches)
    {
        var (part, isFence) = (_part, _part is LinePart.Fence or LinePart.Word or LinePart.Info && _fenceLength >= LeastFence);
        _part = LinePart.Prefix;
        if (!isFence) return;
        if (_open is { } open)
        {
            if (part == LinePart.Fence && open.Mark == _fence && _fenceLength >= open.Length) _open = null;
            return;
        }

        _open = (_fence, _fenceLength);
        if (check.Judge(new(_word, 0, _wordLength)) is { } label) matches.Add(new(_fenceStart, at, label));
    }

    /// <summary>What may stand before a fence: blanks, quotes, the marks of lists.</summary>
    private static bool IsPrefix(char one) => one is ' ' or '\t' or '>' or '-' or '*' or '+' or '.' or ')' || char.IsAsciiDigit(one);

    private enum LinePart
    {
        Prefix,
        Fence,
        Word,
        Info,
        Text,
    }
}
