using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>A model that judges. Its calls are accounted by themselves, and no guardrail looks at them.</summary>
public sealed record JudgeOptions
{
    /// <summary>The name of a ModelRoute of this namespace. Targets with a condition (when) are passed over.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.ObjectName)]
    public required string Route { get; init; }

    /// <summary>Which of the route's models is asked. Defaults to its first name that is no prefix.</summary>
    [Schema(MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelName)]
    public string? Model { get; init; }

    /// <summary>What it is to find, in words.</summary>
    [Schema(MinLength = 1, MaxLength = 16384)]
    public required string Prompt { get; init; }

    /// <summary>How long a verdict is waited for, from 1ms to 60s. Defaults to 10s.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Duration)]
    public string? Timeout { get; init; }

    /// <summary>Before judges a request before it goes to the provider; Beside at the same time, and holds the answer back until the verdict is there. Defaults to Before.</summary>
    public CallTiming? Timing { get; init; }
}
