using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>What the agent did in all.</summary>
public sealed record AgentTotals
{
    /// <summary>Calls that ended, refused ones too.</summary>
    [Schema(Minimum = 0)]
    public long Calls { get; init; }

    /// <summary>Calls and connections to the outside that a policy refused.</summary>
    [Schema(Minimum = 0)]
    public long Denied { get; init; }

    /// <summary>Calls and connections that an auditing policy would have refused.</summary>
    [Schema(Minimum = 0)]
    public long WouldDeny { get; init; }

    /// <summary>Calls that failed at every target.</summary>
    [Schema(Minimum = 0)]
    public long Failed { get; init; }

    /// <summary>Input tokens, as providers reported them; those of models that judge for guardrails too.</summary>
    [Schema(Minimum = 0)]
    public long InputTokens { get; init; }

    /// <summary>Output tokens, likewise.</summary>
    [Schema(Minimum = 0)]
    public long OutputTokens { get; init; }

    /// <summary>What it cost, in US dollars, by reported and estimated usage alike.</summary>
    [Schema(MaxLength = 24, Pattern = Patterns.Dollars)]
    public string Cost { get => field ?? "0.00"; init; }

    /// <summary>Of cost, what was estimated: usage that no provider reported, or a price that is not known.</summary>
    [Schema(MaxLength = 24, Pattern = Patterns.Dollars)]
    public string EstimatedCost { get => field ?? "0.00"; init; }

    /// <summary>Calls that used tokens for which no price is known: cost does not have them.</summary>
    [Schema(Minimum = 0)]
    public long Unpriced { get; init; }
}
