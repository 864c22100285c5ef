using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>What the operator found about the guardrail.</summary>
public sealed record GuardrailStatus : CommonStatus
{
    /// <summary>How many AgentPolicies and ModelRoutes name this guardrail.</summary>
    [Schema(Minimum = 0)]
    public int UsedBy { get; init; }

    /// <summary>Of the Secrets that its webhooks use, the newest resourceVersion; absent where none is used or usable.</summary>
    [Schema(MaxLength = 64)]
    public string? SecretResourceVersion { get; init; }
}
