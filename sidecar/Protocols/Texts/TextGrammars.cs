using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>The grammar of each format that an agent speaks; of what has none, every string, name and number is a text.</summary>
internal static class TextGrammars
{
    public static TextRule OfRequest(WireFormat format) => format switch
    {
        WireFormat.OpenAiChat => ChatTexts.Request,
        WireFormat.OpenAiCompletions => ChatTexts.Completion,
        WireFormat.OpenAiResponses => ResponsesTexts.Request,
        WireFormat.AnthropicMessages or WireFormat.AnthropicCount => AnthropicTexts.Request,
        WireFormat.GeminiContent => GeminiTexts.Request,
        WireFormat.GeminiCount => GeminiTexts.Count,
        WireFormat.GeminiEmbed or WireFormat.GeminiBatchEmbed => GeminiTexts.Embed,
        WireFormat.BedrockConverse => BedrockTexts.Request,
        WireFormat.OpenAiEmbeddings => OpenAiTexts.Embeddings,
        WireFormat.OpenAiJson => OpenAiTexts.Request,
        _ => TextRule.Json,
    };

    public static TextRule OfAnswer(WireFormat format) => format switch
    {
        WireFormat.OpenAiChat or WireFormat.OpenAiCompletions => ChatTexts.Answer,
        WireFormat.OpenAiResponses => ResponsesTexts.Answer,
        WireFormat.AnthropicMessages or WireFormat.AnthropicCount => AnthropicTexts.Answer,
        WireFormat.GeminiContent or WireFormat.GeminiCount or WireFormat.GeminiEmbed or WireFormat.GeminiBatchEmbed => GeminiTexts.Answer,
        WireFormat.BedrockConverse => BedrockTexts.Answer,
        WireFormat.OpenAiEmbeddings => OpenAiTexts.Vectors,
        WireFormat.OpenAiJson => OpenAiTexts.Answer,
        _ => TextRule.Json,
    };
}
