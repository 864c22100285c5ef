namespace AiGateway.Operator.Kubernetes;

/// <summary>Which Lease, who we are, and the times.</summary>
internal sealed record LeaderElectionOptions
{
    public required string Namespace { get; init; }

    public required string LeaseName { get; init; }

    /// <summary>Unlike that of any other candidate. Others read it as <see cref="Leadership.Holder"/>, so it may carry an address.</summary>
    public required string Identity { get; init; }

    /// <summary>How long others wait after the last renewal that they saw.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A leader that could not renew for this long stops leading; less than <see cref="LeaseDuration"/>, so that never two lead.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);
}
