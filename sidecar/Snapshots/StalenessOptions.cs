namespace AiGateway.Sidecar.Snapshots;

/// <summary>How long a bundle may be used without hearing the operator.</summary>
internal sealed record StalenessOptions
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    public ControlPlaneLoss OnLoss { get; init; }

    public TimeSpan MaxStaleness { get; init; } = TimeSpan.FromHours(24);

    public TimeSpan Limit => OnLoss == ControlPlaneLoss.FailClosed && Grace < MaxStaleness ? Grace : MaxStaleness;
}
