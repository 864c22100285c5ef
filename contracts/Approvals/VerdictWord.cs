using System.Collections.Immutable;

namespace AiGateway.Contracts.Approvals;

/// <summary>Down: what was decided, and the requests that stand for questions that are open. A whole state of what this process asked.</summary>
public sealed record VerdictWord
{
    /// <summary>The process that it is for; another one of the same pod ignores it.</summary>
    public required string Epoch { get; init; }

    /// <summary>What was decided.</summary>
    public required ImmutableArray<ApprovalVerdict> Verdicts { get; init; }

    /// <summary>Questions for which an ApprovalRequest stands, undecided: the id, and the request as <c>namespace/name</c>.</summary>
    public required ImmutableArray<ApprovalPending> Pending { get; init; }
}
