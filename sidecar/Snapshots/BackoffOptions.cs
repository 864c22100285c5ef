namespace AiGateway.Sidecar.Snapshots;

/// <summary>The shortest and the longest wait.</summary>
internal sealed record BackoffOptions
{
    public TimeSpan Least { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan Most { get; init; } = TimeSpan.FromSeconds(10);
}
