namespace AiGateway.Contracts.Approvals;

/// <summary>How calls that need a human's word are asked for and waited for.</summary>
public sealed record ApprovalRule
{
    /// <summary>How long an open call waits, in whole seconds, before it is answered with "not decided yet, call again"; 0 answers at once. At most 600.</summary>
    public int WaitSeconds { get; init; }

    /// <summary>How long a request may be decided, in whole seconds; after that the answer is no. From 10 s to 7 days.</summary>
    public int ExpirySeconds { get; init; }

    /// <summary>Where no rule says how long: below what most clients give a request.</summary>
    public const int DefaultWaitSeconds = 20;

    /// <summary>The longest that an open call waits.</summary>
    public const int MaxWaitSeconds = 600;

    /// <summary>Where no rule says how long.</summary>
    public const int DefaultExpirySeconds = 900;

    /// <summary>The shortest that a request may be decided.</summary>
    public const int MinExpirySeconds = 10;

    /// <summary>The longest: seven days.</summary>
    public const int MaxExpirySeconds = 7 * 24 * 3600;

    /// <summary>What holds where no rule says anything.</summary>
    public static ApprovalRule Default { get; } = new() { WaitSeconds = DefaultWaitSeconds, ExpirySeconds = DefaultExpirySeconds };

    /// <summary>Whether both times are within their bounds.</summary>
    public static bool IsFit(ApprovalRule rule) => rule is { WaitSeconds: >= 0 and <= MaxWaitSeconds, ExpirySeconds: >= MinExpirySeconds and <= MaxExpirySeconds };
}
