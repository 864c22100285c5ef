using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>
/// What the selected agents may do. Several policies may select one pod: their allows are united, a deny in any of them wins, and
/// what no policy allows is denied.
/// </summary>
[Kind("agentpolicies", "apol")]
[PrintColumn("Ready", "string", Columns.Ready, Description = Columns.ReadyText)]
[PrintColumn("Sidecars", "string", Columns.Sidecars, Description = Columns.SidecarsText)]
[PrintColumn("Level", "string", ".status.enforcement.summary", Description = "How the policy wants its pods held, and how many were measured to be, of how many.")]
[PrintColumn("Suspended", "boolean", ".spec.suspended", Description = "Whether all calls of the selected pods are stopped.")]
[PrintColumn("Reason", "string", Columns.Reason, Description = Columns.ReasonText)]
[PrintColumn("Mode", "string", ".spec.mode", Priority = 1, Description = "Whether denials are carried out or only recorded.")]
[PrintColumn("Age", "date", Columns.Age, Description = Columns.AgeText)]
public sealed record AgentPolicy : CustomResource<AgentPolicySpec, AgentPolicyStatus>;
