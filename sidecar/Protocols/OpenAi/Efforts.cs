using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>How much to think in OpenAI's words, also where the request counts it in tokens.</summary>
internal static class Efforts
{
    private const int Medium = 4096;
    private const int High = 16384;

    /// <summary>The word; null where the model shall decide, or shall not think.</summary>
    public static string? Of(ReasoningRequest reasoning) => reasoning switch
    {
        { Effort: "max" } => "xhigh",
        { Effort: { } effort } => effort,
        { BudgetTokens: null or <= 0 } => null,
        { BudgetTokens: >= High } => "high",
        { BudgetTokens: >= Medium } => "medium",
        _ => "low",
    };
}
