using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>One workload whose pods are agents: who it is, what it may do and did, what it cost, and whether it is held. The operator writes it; a user stops the agent by its spec.</summary>
[Kind("agents", "agt")]
[PrintColumn("Kind", "string", ".spec.workload.kind", Description = "The kind of the workload.")]
[PrintColumn("Workload", "string", ".spec.workload.name", Description = "The workload.")]
[PrintColumn("Held", "string", ".status.held", Description = "Whether it is suspended or in quarantine, by whoever.")]
[PrintColumn("Pods", "integer", ".status.pods.count", Description = "Its pods that have not ended.")]
[PrintColumn("Level", "string", ".status.pods.level", Description = "How far its pods are held to the gateway: the lowest level that was measured in them.")]
[PrintColumn("Calls", "integer", ".status.totals.calls", Description = "Calls in all, refused ones too.")]
[PrintColumn("Cost", "string", ".status.totals.cost", Description = "What it cost in all, in US dollars.")]
[PrintColumn("Denied", "integer", ".status.totals.denied", Description = "Calls and connections that policies refused.")]
[PrintColumn("Last Seen", "date", ".status.lastSeen", Description = "When it last called.")]
[PrintColumn("Shadow", "string", ".status.shadow.reason", Description = "Why it is taken for one that reaches models around the gateway.")]
[PrintColumn("Input Tokens", "integer", ".status.totals.inputTokens", Priority = 1, Description = "Input tokens in all.")]
[PrintColumn("Output Tokens", "integer", ".status.totals.outputTokens", Priority = 1, Description = "Output tokens in all.")]
[PrintColumn("Suspended", "boolean", ".spec.suspended", Priority = 1, Description = "Whether a user stopped the agent here.")]
[PrintColumn("Age", "date", Columns.Age, Description = Columns.AgeText)]
public sealed record Agent : CustomResource<AgentSpec, AgentStatus>;
