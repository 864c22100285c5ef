namespace AiGateway.Contracts;

/// <summary>When a target that fails is left alone for a while. The state is the pod's: all its calls share it, and a new bundle keeps it.</summary>
public sealed record BreakerRule
{
    /// <summary>The share of failed calls, in percent, from which the circuit opens; null for 50.</summary>
    public int? FailurePercent { get; init; }

    /// <summary>Calls that must have ended within the window before the share counts; null for 10.</summary>
    public int? MinCalls { get; init; }

    /// <summary>The window, in milliseconds; null for 30,000.</summary>
    public int? WindowMs { get; init; }

    /// <summary>How long the circuit stays open before one call may try, in milliseconds; null for 15,000.</summary>
    public int? OpenMs { get; init; }
}
