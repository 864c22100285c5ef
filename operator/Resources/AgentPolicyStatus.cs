namespace AiGateway.Operator.Resources;

/// <summary>What the operator found about the policy and the pods that it selects.</summary>
public sealed record AgentPolicyStatus : CommonStatus
{
    /// <summary>How the selected pods are held, as it was measured in them and not as it was asked for.</summary>
    public EnforcementCounts? Enforcement { get; init; }
}
