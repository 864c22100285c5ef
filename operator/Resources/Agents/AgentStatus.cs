namespace AiGateway.Operator.Resources.Agents;

/// <summary>What the operator found about the agent.</summary>
public sealed record AgentStatus : CommonStatus;
