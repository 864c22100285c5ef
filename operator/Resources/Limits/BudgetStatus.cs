using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Limits;

/// <summary>What the operator found about the budget.</summary>
public sealed record BudgetStatus : CommonStatus
{
    /// <summary>How many agents share it: workloads with a pod that it selects.</summary>
    [Schema(Minimum = 0)]
    public int? Agents { get; init; }

    /// <summary>How much is used within the window, in the unit of the limit: US dollars, or a count. Reported by providers, estimated, or written off with a process that vanished.</summary>
    [Schema(MaxLength = 32)]
    public string? Consumed { get; init; }

    /// <summary>Of consumed, what no provider reported: estimated, or written off.</summary>
    [Schema(MaxLength = 32)]
    public string? Estimated { get; init; }

    /// <summary>The limit, as it is carried out.</summary>
    [Schema(MaxLength = 32)]
    public string? Limit { get; init; }

    /// <summary>How much stands in slices at sidecars now: granted, and not known to be used or returned. Together with consumed it is never above the limit, but for what calls used beyond what was reserved for them.</summary>
    [Schema(MaxLength = 32)]
    public string? Out { get; init; }

    /// <summary>How many sidecars hold a slice that is not spent.</summary>
    [Schema(Minimum = 0)]
    public int? Holders { get; init; }

    /// <summary>
    /// The most that may be out at one time, and so what calls under way may have reserved together. What they use beyond that comes on top, and alone can pass the limit: maxOvershootText says
    /// when, overdrawn how much of it there is.
    /// </summary>
    [Schema(MaxLength = 32)]
    public string? MaxOvershoot { get; init; }

    /// <summary>How much calls have used beyond what their sidecars were granted, and no grant has made good yet: what can pass the limit, as far as sidecars have told.</summary>
    [Schema(MaxLength = 32)]
    public string? Overdrawn { get; init; }

    /// <summary>What maxOvershoot means, in words.</summary>
    [Schema(MaxLength = 512)]
    public string? MaxOvershootText { get; init; }

    /// <summary>When the window ends; of a sliding one, when the oldest use leaves it. Absent where nothing is used.</summary>
    public DateTimeOffset? ResetsAt { get; init; }
}
