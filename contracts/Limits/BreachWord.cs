using System.Collections.Immutable;

namespace AiGateway.Contracts.Limits;

/// <summary>Up: limits that were reached, so that the operator can tell, and put the agent into quarantine where a limit asks for that. A whole state.</summary>
public sealed record BreachWord
{
    /// <summary>The process, as in <see cref="Hello.Epoch"/>.</summary>
    public required string Epoch { get; init; }

    /// <summary>Ordered by limit; each once, with its last time. At most <see cref="MaxBreaches"/>.</summary>
    public required ImmutableArray<Breach> Breaches { get; init; }

    /// <summary>The most that are told.</summary>
    public const int MaxBreaches = 64;
}
