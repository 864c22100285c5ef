namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>Looks for the values that the sidecar holds in one text. Holds back what may be the beginning of one, from the oldest place where one may yet begin.</summary>
internal sealed class HeldScan(HeldNeedles needles) : TextScan
{
    private long _settled;

    public override long Settled => _settled;

    public override void Read(in TextWindow window, List<TextMatch> matches)
    {
        TakeWhole(window, matches, isLast: false);
        _settled = window.End - needles.OpenAtEnd(window.Slice(_settled, window.End));
    }

    public override void Finish(in TextWindow window, List<TextMatch> matches)
    {
        TakeWhole(window, matches, isLast: true);
        _settled = window.End;
    }

    private void TakeWhole(in TextWindow window, List<TextMatch> matches, bool isLast)
    {
        while (_settled < window.End)
        {
            var rest = window.Slice(_settled, window.End);
            var at = needles.IndexIn(rest, out var length);
            if (at < 0 || (!isLast && needles.MayGrow(rest[at..]))) return;
            matches.Add(new(_settled + at, _settled + at + length, HeldNeedles.Label));
            _settled += at + length;
        }
    }
}
