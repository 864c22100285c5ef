namespace AiGateway.Sidecar.Meters;

/// <summary>What is measured of the calls that share a <see cref="SeriesKey"/>.</summary>
internal sealed class CallSeries
{
    public Histogram Duration { get; } = Histogram.OfDuration();

    public Histogram FirstByte { get; } = Histogram.OfFirstByte();

    public Histogram InputTokens { get; } = Histogram.OfTokens();

    public Histogram OutputTokens { get; } = Histogram.OfTokens();
}
