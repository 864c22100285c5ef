namespace AiGateway.Contracts.Approvals;

/// <summary>How calls that need a human's word are asked for and waited for.</summary>
public sealed record ApprovalRule
{
    /// <summary>How long an open call waits, in whole seconds, before it is answered with "not decided yet, call again"; 0 answers at once. At most 600.</summary>
    public int WaitSeconds { get; init; }

    /// <summary>How long a request may be decided, in whole seconds; after that the answer is no. From 10 s to 7 days.</summary>
    public int ExpirySeconds { get; init; }
}
