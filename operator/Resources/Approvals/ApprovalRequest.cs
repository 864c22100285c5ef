using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Approvals;

/// <summary>A tool call that waits for a human's word. The operator writes it; whoever may patch it decides by its spec.</summary>
[Kind("approvalrequests", "areq")]
[PrintColumn("Agent", "string", ".status.agent", Description = "Whose call waits.")]
[PrintColumn("Server", "string", ".status.server", Description = "The tool server.")]
[PrintColumn("Tool", "string", ".status.tool", Description = "The tool that is called.")]
[PrintColumn("Decision", "string", ".spec.decision", Description = "What was decided; empty while nobody has.")]
[PrintColumn("Outcome", "string", ".status.outcome", Description = "What came of it.")]
[PrintColumn("Expires", "string", ".status.expiresAt", Description = "When the answer is no.")]
[PrintColumn("Age", "date", Columns.Age, Description = Columns.AgeText)]
public sealed record ApprovalRequest : CustomResource<ApprovalRequestSpec, ApprovalRequestStatus>;
