namespace AiGateway.Operator.Resources.Approvals;

/// <summary>What is asked, and what came of it.</summary>
public sealed record ApprovalRequestStatus : CommonStatus;
