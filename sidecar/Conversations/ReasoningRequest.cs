namespace AiGateway.Sidecar.Conversations;

/// <summary>How much the model shall think before it answers, and whether it shows it.</summary>
internal sealed record ReasoningRequest
{
    /// <summary>none, minimal, low, medium, high, xhigh or max; null where tokens say it, or nothing does.</summary>
    public string? Effort { get; init; }

    /// <summary>The tokens to think with; 0 switches thinking off, -1 leaves it to the model; null where the effort says it.</summary>
    public int? BudgetTokens { get; init; }

    /// <summary>Whether the thoughts are wanted in the answer; null for the dialect's default.</summary>
    public bool? Show { get; init; }
}
