namespace AiGateway.Operator.Resources;

/// <summary>
/// What the selected agents may do. Several policies may select one pod: their allows are united, a deny in any of them wins, and
/// what no policy allows is denied.
/// </summary>
public sealed record AgentPolicy : CustomResource<AgentPolicySpec>;
