using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Anthropic;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// What steers the model, as far as this one may be told. How a Claude thinks and chooses its words is Anthropic's to say, wherever it runs; of other makers' own
/// fields none is known here, so that thinking and <c>top_k</c> are lost on them.
/// </summary>
internal readonly record struct BedrockSteering(AnthropicSampling Sampling, AnthropicThinking Thinking)
{
    public static BedrockSteering Of(Conversation conversation, Losses losses)
    {
        if (!BedrockModels.IsClaude(conversation.Model)) return OfAnother(conversation, losses);
        var model = AnthropicModel.Of(conversation.Model);
        var thinking = AnthropicThinking.Of(conversation, model, losses, Signature.Bedrock);
        return new(AnthropicSampling.Of(conversation, (model, thinking.IsOn), losses), thinking);
    }

    private static BedrockSteering OfAnother(Conversation conversation, Losses losses)
    {
        var isFit = conversation.Temperature is null or (>= 0 and <= 1); // Others let it go up to 2.
        if (!isFit) losses.Add(conversation, Field.Temperature);
        losses.Add(conversation, Field.TopK);
        if (conversation.Reasoning is { } asked && asked.BudgetTokens != 0 && asked.Effort != "none") losses.Add(conversation, Field.Reasoning);
        return new(new(isFit ? conversation.Temperature : null, conversation.TopP, null), default);
    }
}
