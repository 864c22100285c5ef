using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>When a call counts as repeated.</summary>
public sealed record LoopSettings
{
    /// <summary>After how many equal calls the agent is told so in a readable result; null for 3.</summary>
    public int? WarnAfter { get; init; }

    /// <summary>After how many it is refused; null for 6.</summary>
    public int? StopAfter { get; init; }

    /// <summary>Within which time; null for 300.</summary>
    public int? WindowSeconds { get; init; }

    /// <summary>Tools that may be polled: exact, or a prefix that ends in <c>*</c>; null for none.</summary>
    public ImmutableArray<string>? Exempt { get; init; }
}
