namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>The walk of a <see cref="PatternSet"/> over one text.</summary>
internal sealed class PatternScan(PatternSet set) : TextScan
{
    public override long Settled => throw new NotSupportedException(set.Rules.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public override void Read(in TextWindow window, List<TextMatch> matches) => throw new NotSupportedException();

    public override void Finish(in TextWindow window, List<TextMatch> matches) => throw new NotSupportedException();
}
