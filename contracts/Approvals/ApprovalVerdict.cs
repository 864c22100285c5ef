namespace AiGateway.Contracts.Approvals;

/// <summary>Down: what was decided of one question. It was written down before it went out, and goes to the process that asked, alone.</summary>
public sealed record ApprovalVerdict
{
    /// <summary>The <see cref="ApprovalAsk.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the call may be made, once.</summary>
    public required bool Approved { get; init; }

    /// <summary>The ApprovalRequest that was decided, as <c>namespace/name</c>: for the answer and the audit.</summary>
    public required string Request { get; init; }

    /// <summary>Why, in the words of whoever decided, of one line and at most 256 characters; null for none.</summary>
    public string? Reason { get; init; }
}
