using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>Checks of what passes between agents, models and tools, in both directions, before it has passed. It holds for those whose AgentPolicy or ModelRoute names it.</summary>
[Kind("guardrails", "grail")]
[PrintColumn("Ready", "string", Columns.Ready, Description = Columns.ReadyText)]
[PrintColumn("Sidecars", "string", Columns.Sidecars, Description = Columns.SidecarsText)]
[PrintColumn("Reason", "string", Columns.Reason, Description = Columns.ReasonText)]
[PrintColumn("Used By", "integer", ".status.usedBy", Description = "How many AgentPolicies and ModelRoutes name this guardrail.")]
[PrintColumn("Age", "date", Columns.Age, Description = Columns.AgeText)]
public sealed record Guardrail : CustomResource<GuardrailSpec, GuardrailStatus>;
