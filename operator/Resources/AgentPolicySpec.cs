using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Resources;

/// <summary>The selection and the rules.</summary>
public sealed record AgentPolicySpec
{
    /// <summary>The pods of this namespace that the policy is for; empty selects all.</summary>
    public required LabelSelector PodSelector { get; init; }

    /// <summary>Enforce carries denials out; Audit records them and lets the call pass, and never widens an enforcing policy.</summary>
    public PolicyMode Mode { get; init; }

    /// <summary>Stops all calls of the selected pods, open streams too. It does not switch the policy off.</summary>
    public bool Suspended { get; init; }

    /// <summary>Which models may be called.</summary>
    public ModelAccess? Models { get; init; }
}
