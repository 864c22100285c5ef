namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>Two walks over one text, as one.</summary>
internal sealed class JoinedScan(TextScan first, TextScan second) : TextScan
{
    public override long Settled => Math.Min(first.Settled, second.Settled);

    public override void Read(in TextWindow window, List<TextMatch> matches)
    {
        first.Read(window, matches);
        second.Read(window, matches);
    }

    public override void Finish(in TextWindow window, List<TextMatch> matches)
    {
        first.Finish(window, matches);
        second.Finish(window, matches);
    }

    public override void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }
}
