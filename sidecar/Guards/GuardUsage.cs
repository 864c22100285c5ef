namespace AiGateway.Sidecar.Guards;

/// <summary>The tokens that checks of one call used at a model that judges: never part of the call's own usage.</summary>
/// <param name="Check">The check.</param>
/// <param name="Provider">The account, as <c>namespace/name</c>.</param>
/// <param name="Kind">The provider's kind in the user's words.</param>
/// <param name="Model">The provider's name of the model.</param>
internal sealed record GuardUsage(CheckFacts Check, string Provider, string Kind, string Model)
{
    public required long Input { get; init; }

    public required long Output { get; init; }

    /// <summary>Whether the provider said so; else it was made from what passed.</summary>
    public bool IsReported { get; init; }

    /// <summary>What it cost, in nanos of a US dollar.</summary>
    public long CostNanos { get; init; }

    /// <summary>Where its price comes from; null where none is known.</summary>
    public string? PricedBy { get; init; }

    /// <summary>Whether the cost is estimated.</summary>
    public bool IsCostEstimated { get; init; }

    /// <summary>Whether no price is known for what was used.</summary>
    public bool IsUnpriced => PricedBy is null && (Input > 0 || Output > 0);
}
