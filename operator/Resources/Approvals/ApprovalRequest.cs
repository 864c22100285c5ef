using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Approvals;

/// <summary>A tool call that waits for a human's word. The operator writes it; whoever may patch it decides by its spec.</summary>
[Kind("approvalrequests", "areq")]
[PrintColumn("Decision", "string", ".spec.decision", Description = "What was decided; empty while nobody has.")]
[PrintColumn("Age", "date", Columns.Age, Description = Columns.AgeText)]
public sealed record ApprovalRequest : CustomResource<ApprovalRequestSpec, ApprovalRequestStatus>;
