using AiGateway.Sidecar.Guards;

namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>Finds a hash sign and the digits behind it.</summary>
internal sealed class TagScan : TextScan
{
    private long _settled;

    public override long Settled => _settled;

    public override void Read(in TextWindow window, List<TextMatch> matches) => Walk(window, matches, isLast: false);

    public override void Finish(in TextWindow window, List<TextMatch> matches) => Walk(window, matches, isLast: true);

    private void Walk(in TextWindow window, List<TextMatch> matches, bool isLast)
    {
        while (_settled < window.End)
        {
            var rest = window.Slice(_settled, window.End);
            var at = rest.IndexOf('#');
            var length = at < 0 ? 0 : rest[(at + 1)..].IndexOfAnyExceptInRange('0', '9');
            if (at >= 0 && length < 0 && !isLast)
            {
                _settled += at;
                return;
            }

            if (length < 0) length = rest.Length - at - 1;
            if (length > 0) matches.Add(new(_settled + at, _settled + at + 1 + length, "TAG"));
            _settled += at < 0 ? rest.Length : at + 1 + length;
        }
    }
}
