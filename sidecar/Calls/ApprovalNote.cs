namespace AiGateway.Sidecar.Calls;

/// <summary>What came of one question whether a human approves a call of a tool: for the answer and the audit. Nothing of the call's arguments.</summary>
internal sealed record ApprovalNote
{
    /// <summary>The question's id, 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The ApprovalRequest as <c>namespace/name</c>; null where none is known to stand yet.</summary>
    public string? Request { get; init; }

    /// <summary>The policy and entry that ask.</summary>
    public required string Rule { get; init; }

    /// <summary>When the answer is no.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How it stands: <c>pending</c>, <c>approved</c>, <c>denied</c>, <c>expired</c>, <c>dropped</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>How long this call waited for it, in milliseconds.</summary>
    public long WaitedMs { get; init; }
}
