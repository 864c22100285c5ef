using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Approvals;

/// <summary>The human's word.</summary>
[CelRule("!has(oldSelf.decision) || (has(self.decision) && self.decision == oldSelf.decision)", RuleMessages.DecisionStands)]
[CelRule("!has(self.reason) || has(self.decision)", RuleMessages.ReasonNeedsDecision)]
public sealed record ApprovalRequestSpec
{
    /// <summary>Approved lets exactly this call through, once; Denied refuses it. Empty while nobody has decided; it cannot be changed once it is set.</summary>
    [Schema(MaxLength = 16, Values = ["Approved", "Denied"])]
    public string? Decision { get; init; }

    /// <summary>Why, for the agent and the audit. One line.</summary>
    [Schema(MinLength = 1, MaxLength = 256, Pattern = Patterns.OneLine)]
    public string? Reason { get; init; }
}
