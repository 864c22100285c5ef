using AiGateway.Sidecar.Protocols.Anthropic;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// What a model's name tells of what it takes. A name that hides the model (the ARN of an application's profile) tells nothing, and nothing is taken for granted then.
/// </summary>
internal static class BedrockModels
{
    public static bool IsClaude(string model) => model.Contains("anthropic.claude", StringComparison.Ordinal);

    public static bool Caches(string model) => IsClaude(model) || model.Contains("amazon.nova", StringComparison.Ordinal);

    /// <summary>Whether it takes a schema for the answer, and strict tools: Converse has words for both, and says of the old models of one maker alone that they do not.</summary>
    public static bool TakesSchema(string model) => !IsClaude(model) || AnthropicModel.Of(model).TakesSchema;

    /// <summary>Whether instructions may stand between other turns.</summary>
    public static bool TakesSystemTurns(string model) => IsClaude(model) && AnthropicModel.Of(model).TakesSystemTurns;
}
