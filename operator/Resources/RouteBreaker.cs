using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>When a target that fails is left alone for a while. Each pod counts its own calls. Write circuitBreaker: {} for the defaults.</summary>
public sealed record RouteBreaker
{
    /// <summary>The share of failed calls, in percent, from which the circuit opens. Defaults to 50.</summary>
    [Schema(Minimum = 1, Maximum = 100)]
    public int? FailurePercent { get; init; }

    /// <summary>Calls that must have ended within the window before the share counts. Defaults to 10.</summary>
    [Schema(Minimum = 1, Maximum = 10000)]
    public int? MinCalls { get; init; }

    /// <summary>The window in which calls are counted. Defaults to 30s.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Duration)]
    public string? Window { get; init; }

    /// <summary>How long the circuit stays open before one call may try. Defaults to 15s.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Duration)]
    public string? OpenFor { get; init; }
}
