using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>One workload whose pods are agents: who it is, what it may do and did, what it cost, and whether it is held. The operator writes it; a user stops the agent by its spec.</summary>
[Kind("agents", "agt")]
[PrintColumn("Kind", "string", ".spec.workload.kind", Description = "The kind of the workload.")]
[PrintColumn("Workload", "string", ".spec.workload.name", Description = "The workload.")]
[PrintColumn("Suspended", "boolean", ".spec.suspended", Priority = 1, Description = "Whether a user stopped the agent here.")]
[PrintColumn("Age", "date", Columns.Age, Description = Columns.AgeText)]
public sealed record Agent : CustomResource<AgentSpec, AgentStatus>;
