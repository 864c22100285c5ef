using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Tokens;

/// <summary>What the keeper of tokens works with.</summary>
internal sealed record TokenKeeperOptions
{
    public required TimeProvider Time { get; init; }

    /// <summary>Replicas and credentials must not renew in step.</summary>
    public required Jitter Jitter { get; init; }

    /// <summary>Called when <see cref="TokenKeeper.Current"/> is another one.</summary>
    public required Action Changed { get; init; }

    /// <summary>Exchanges under way at the same time.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>How long nothing is looked at, where nothing is due.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(10);
}
