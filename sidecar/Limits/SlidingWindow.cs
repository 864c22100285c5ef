namespace AiGateway.Sidecar.Limits;

/// <summary>The last so many milliseconds.</summary>
internal sealed class SlidingWindow : Window
{
    private readonly long _width;

    public SlidingWindow(long milliseconds)
    {
        _width = (milliseconds + MostParts - 2) / (MostParts - 1);
        Parts = (int)((milliseconds + _width - 1) / _width) + 1;
    }

    public override int Parts { get; }

    public override long NumberAt(long now) => now / _width;

    public override long LeavesAt(long number) => (number + Parts) * _width;
}
