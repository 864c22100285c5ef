using System.Collections.Immutable;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Limits;

/// <summary>One limit on what each selected agent may use: exactly one amount, within a window.</summary>
[CelRule("has(self.concurrentCalls) ? !has(self.window) && !has(self.period) : has(self.window) != has(self.period)", RuleMessages.OneWindow)]
[CelRule("!has(self.window) || (duration(self.window) >= duration('1s') && duration(self.window) <= duration('744h'))", RuleMessages.WindowBounds)]
[CelRule("!has(self.unknownPrice) || self.unknownPrice == 'Deny' || has(self.usd)", RuleMessages.PriceNeedsUsd)]
[CelRule("has(self.endUser) == (has(self.by) && self.by == 'EndUser')", RuleMessages.EndUserNeedsBy)]
[CelRule("!(has(self.tools) || (has(self.by) && self.by == 'Tool')) || has(self.requests) || has(self.concurrentCalls)", RuleMessages.ToolsCountCalls)]
[CelRule("!has(self.by) || !(self.by == 'Tool' && has(self.models)) && !(self.by == 'Model' && has(self.tools))", RuleMessages.ByOneKind)]
[CelRule("!has(self.per) || self.per != 'Pod' || (!has(self.maxOvershootPercent) && !(has(self.whenAway) && self.whenAway == 'Allow'))", RuleMessages.PodIsNotLeased)]
public sealed record AgentLimit : LimitAmount
{
    /// <summary>What refusals, metrics and statuses call it; unique within the policy.</summary>
    [Schema(MinLength = 1, MaxLength = 63, Pattern = Patterns.NamespaceName)]
    public required string Name { get; init; }

    /// <summary>The sliding window in whole seconds, from 1s to 744h; exactly one of window and period is set.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Window)]
    public string? Window { get; init; }

    /// <summary>The calendar's window, in UTC: Day, Week (from Monday) or Month.</summary>
    public LimitPeriod? Period { get; init; }

    /// <summary>Agent counts all pods of an agent together; Pod counts each by itself, and asks nobody.</summary>
    public LimitPer Per { get; init; }

    /// <summary>What has a count of its own: each Model as the agent names it, each Tool of a server, or each EndUser. None counts all together.</summary>
    public LimitBy By { get; init; }

    /// <summary>For by EndUser: where the end user's name stands.</summary>
    public EndUserSource? EndUser { get; init; }

    /// <summary>Models that it counts calls of: exact, or a prefix that ends in *. Where set, calls of tools are not counted unless tools says so.</summary>
    [Schema(MinItems = 1, MaxItems = 64, ListType = "set", MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelPattern)]
    public ImmutableArray<string> Models { get => field.IsDefault ? [] : field; init; }

    /// <summary>Tools that it counts calls of, as server/tool: exact, or a prefix that ends in *. Where set, calls of models are not counted unless models says so.</summary>
    [Schema(MinItems = 1, MaxItems = 64, ListType = "set", MinLength = 1, MaxLength = 512, Pattern = Patterns.ServerTool)]
    public ImmutableArray<string> Tools { get => field.IsDefault ? [] : field; init; }

    /// <summary>
    /// For per Agent: the most that may be out in slices at sidecars at one time, as a percentage of the limit, and so what calls under way may have reserved together; what they use beyond
    /// their reservations can pass the limit. A smaller one means fewer such calls, and more questions to the operator. Defaults to 10.
    /// </summary>
    [Schema(Minimum = 1, Maximum = 100)]
    public int? MaxOvershootPercent { get; init; }

    /// <summary>What follows when it is reached, beside the refusal: Deny, or Quarantine of the agent whose call would have passed it.</summary>
    public BreachAction OnBreach { get; init; }

    /// <summary>For per Agent: what a sidecar does when its slice is spent and the operator is away: Deny or Allow.</summary>
    public AwayAction WhenAway { get; init; }

    /// <summary>For usd: what becomes of a call whose price nobody knows: Deny, Estimate or Zero.</summary>
    public UnknownPrice UnknownPrice { get; init; }
}
