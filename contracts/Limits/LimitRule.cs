using System.Collections.Immutable;

namespace AiGateway.Contracts.Limits;

/// <summary>One limit on what an agent may use: of an AgentPolicy, or a whole Budget. All limits of an agent apply, each by itself.</summary>
public sealed record LimitRule
{
    /// <summary>
    /// What a refusal, a metric and the operator's ledger call it: <c>namespace/policy/name</c> of a policy's limit, <c>namespace/name</c> of a Budget. Unique within a bundle together with
    /// <see cref="Scope"/>.
    /// </summary>
    public required string Limit { get; init; }

    /// <summary>What is counted.</summary>
    public required LimitUnit Unit { get; init; }

    /// <summary>How much may be used within the window; nanos of a US dollar for <see cref="LimitUnit.Usd"/>. Not negative; zero allows nothing.</summary>
    public required long Amount { get; init; }

    /// <summary>The sliding window in whole seconds, from 1 to 31 days; null where <see cref="Period"/> is set, or the unit has none.</summary>
    public int? WindowSeconds { get; init; }

    /// <summary>The calendar's window; null where <see cref="WindowSeconds"/> is set, or the unit has none.</summary>
    public LimitPeriod? Period { get; init; }

    /// <summary>Who shares the count.</summary>
    public required LimitScope Scope { get; init; }

    /// <summary>What has a count of its own.</summary>
    public LimitBy By { get; init; }

    /// <summary>The request header that names the end user, for <see cref="LimitBy.EndUser"/>: the policy trusts the agent's word in it. A call without it counts as the user "".</summary>
    public string? EndUserHeader { get; init; }

    /// <summary>Set where <see cref="EndUserHeader"/> carries a JSON Web Token: the claim of it that names the end user. Its signature is not checked here, which the policy's author must know.</summary>
    public string? EndUserClaim { get; init; }

    /// <summary>Models that it counts calls of: exact, or a prefix that ends in <c>*</c>. Null for all. Where set, tools are not counted unless <see cref="Tools"/> is.</summary>
    public ImmutableArray<string>? Models { get; init; }

    /// <summary>Tools that it counts calls of, as <c>server/tool</c>: exact, or a prefix that ends in <c>*</c>. Null for all where <see cref="Models"/> is null too.</summary>
    public ImmutableArray<string>? Tools { get; init; }

    /// <summary>What follows when it is reached.</summary>
    public BreachAction OnBreach { get; init; }

    /// <summary>What holds when a slice is spent and the operator is away; of no meaning in <see cref="LimitScope.Pod"/>.</summary>
    public AwayAction WhenAway { get; init; }

    /// <summary>What holds where no price is known; for <see cref="LimitUnit.Usd"/> alone.</summary>
    public UnknownPrice UnknownPrice { get; init; }

    /// <summary>The most that may stand in slices at one time, in the unit; what calls under way use beyond what they reserved of it can pass the limit. Null in <see cref="LimitScope.Pod"/>.</summary>
    public long? MaxOvershoot { get; init; }

    /// <summary>Set where it only records: a limit of an auditing policy.</summary>
    public bool? Audit { get; init; }
}
