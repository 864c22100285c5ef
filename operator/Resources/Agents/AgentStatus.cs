using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>
/// What the operator found about the agent: who it is, what it may do and did, what it cost. Written at most once a minute. Its lists are atomic: the operator alone writes them, whole.
/// </summary>
public sealed record AgentStatus : CommonStatus
{
    /// <summary>Suspended, or how far it is closed off: ListedToolsOnly, NoTools, NoModels or All; who holds it and why, the condition Held says. Absent where nothing holds it. Written at once, and apart from all else here.</summary>
    [Schema(MaxLength = 16)]
    public string? Held { get; init; }

    /// <summary>The ServiceAccount of its newest pod.</summary>
    [Schema(MaxLength = 253)]
    public string? ServiceAccount { get; init; }

    /// <summary>What its pods run, by container; the sidecar's own image among them.</summary>
    [Schema(MaxItems = 32, ListType = "atomic")]
    public ImmutableArray<AgentImage> Images { get => field.IsDefault ? [] : field; init; }

    /// <summary>The AgentPolicies that select one of its pods, as namespace/name.</summary>
    [Schema(MaxItems = 64, ListType = "atomic", MaxLength = 317)]
    public ImmutableArray<string> Policies { get => field.IsDefault ? [] : field; init; }

    /// <summary>The Budgets that it shares with others, as namespace/name.</summary>
    [Schema(MaxItems = 64, ListType = "atomic", MaxLength = 317)]
    public ImmutableArray<string> Budgets { get => field.IsDefault ? [] : field; init; }

    /// <summary>Its pods.</summary>
    public AgentPods? Pods { get; init; }

    /// <summary>What its policies let it use.</summary>
    public AgentAllowed? Allowed { get; init; }

    /// <summary>
    /// What it asked for, by kind and name: each with how often it was let through and denied. Of more than fit, those asked for last are told.
    /// </summary>
    [Schema(MaxItems = 256, ListType = "atomic")]
    public ImmutableArray<AgentUse> Used { get => field.IsDefault ? [] : field; init; }

    /// <summary>What all its pods did since it is known, those that are gone too.</summary>
    public AgentTotals? Totals { get; init; }

    /// <summary>When it last called, as the operator heard of it, to the minute. Absent where it never did.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Set where it reaches, or is made to reach, models around the gateway.</summary>
    public AgentShadow? Shadow { get; init; }

    /// <summary>Since when it has no pod. Absent where it has one. An Agent that the operator made goes seven days after, unless it is held.</summary>
    public DateTimeOffset? PodlessSince { get; init; }

    /// <summary>
    /// What of the totals came from each sidecar process that may still report: what a new leader counts on from, so that nothing counts twice or is lost over restarts. For the operator alone.
    /// </summary>
    [Schema(MaxItems = 2048, ListType = "atomic", MaxLength = 16384)]
    public ImmutableArray<string> Counted { get => field.IsDefault ? [] : field; init; }
}
