namespace AiGateway.Contracts.Approvals;

/// <summary>A question that somebody can decide now.</summary>
/// <param name="Id">The <see cref="ApprovalAsk.Id"/>.</param>
/// <param name="Request">The ApprovalRequest as <c>namespace/name</c>.</param>
public sealed record ApprovalPending(string Id, string Request);
