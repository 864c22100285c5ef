namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// What a model's name tells of what it takes beside Converse's common words. A name that hides the model (the ARN of an application's profile) tells nothing, and
/// nothing is taken for granted then.
/// </summary>
internal static class BedrockModels
{
    /// <summary>The models that think by a budget of tokens; those after them weigh by themselves. The list is closed: no old model comes anew.</summary>
    private static readonly string[] s_budgeted = ["claude-3-7", "claude-opus-4-2025", "claude-sonnet-4-2025", "claude-opus-4-1-", "claude-opus-4-5-", "claude-sonnet-4-5-", "claude-haiku-4-5-"];

    private static readonly string[] s_thoughtless = ["claude-v2", "claude-instant", "claude-3-haiku", "claude-3-sonnet", "claude-3-opus", "claude-3-5"];

    public static bool IsClaude(string model) => model.Contains("anthropic.claude", StringComparison.Ordinal);

    public static bool Thinks(string model) => IsClaude(model) && !s_thoughtless.Any(name => model.Contains(name, StringComparison.Ordinal));

    public static bool ThinksByBudget(string model) => s_budgeted.Any(name => model.Contains(name, StringComparison.Ordinal));

    public static bool Caches(string model) => IsClaude(model) || model.Contains("amazon.nova", StringComparison.Ordinal);
}
