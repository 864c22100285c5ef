using AiGateway.Contracts.Limits;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Limits;

/// <summary>How much, for how long, and for whom.</summary>
[CelRule("has(self.limit.concurrentCalls) ? !has(self.window) && !has(self.period) : has(self.window) != has(self.period)", RuleMessages.OneWindow)]
[CelRule("!has(self.window) || (duration(self.window) >= duration('1s') && duration(self.window) <= duration('744h'))", RuleMessages.WindowBounds)]
[CelRule("!has(self.unknownPrice) || self.unknownPrice == 'Deny' || has(self.limit.usd)", RuleMessages.PriceNeedsUsd)]
public sealed record BudgetSpec
{
    /// <summary>How much may be used within the window: exactly one of its members.</summary>
    public required LimitAmount Limit { get; init; }

    /// <summary>The sliding window in whole seconds, from 1s to 744h; exactly one of window and period is set.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Window)]
    public string? Window { get; init; }

    /// <summary>The calendar's window, in UTC: Day, Week (from Monday) or Month.</summary>
    public LimitPeriod? Period { get; init; }

    /// <summary>The pods of this namespace that share it; empty selects all.</summary>
    public required LabelSelector Agents { get; init; }

    /// <summary>In the operator's own namespace alone: the pods of the namespaces with these labels share it, not those of this one.</summary>
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>
    /// The most that may be out in slices at sidecars at one time, as a percentage of the limit, and so what calls under way may have reserved together; what they use beyond their reservations
    /// can pass the limit. A smaller one means fewer such calls, and more questions to the operator. Defaults to 10.
    /// </summary>
    [Schema(Minimum = 1, Maximum = 100)]
    public int? MaxOvershootPercent { get; init; }

    /// <summary>What follows when it is reached, beside the refusal: Deny, or Quarantine of the agent whose call would have passed it.</summary>
    public BreachAction OnBreach { get; init; }

    /// <summary>What a sidecar does when its slice is spent and the operator is away: Deny or Allow.</summary>
    public AwayAction WhenAway { get; init; }

    /// <summary>For usd: what becomes of a call whose price nobody knows: Deny, Estimate or Zero.</summary>
    public UnknownPrice UnknownPrice { get; init; }
}
