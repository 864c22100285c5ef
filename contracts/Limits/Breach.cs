namespace AiGateway.Contracts.Limits;

/// <summary>One limit that refused calls, or would have.</summary>
public sealed record Breach
{
    /// <summary>The <see cref="LimitRule.Limit"/>.</summary>
    public required string Limit { get; init; }

    /// <summary>The <see cref="LimitRule.Scope"/>.</summary>
    public required LimitScope Scope { get; init; }

    /// <summary>How many calls it refused in this epoch, or would have where it audits.</summary>
    public required long Refused { get; init; }

    /// <summary>When it last refused one, to the second.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the limit asks for quarantine.</summary>
    public BreachAction Action { get; init; }
}
