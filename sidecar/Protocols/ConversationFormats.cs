using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Anthropic;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Protocols.Cohere;
using AiGateway.Sidecar.Protocols.Gemini;
using AiGateway.Sidecar.Protocols.OpenAi;
using AiGateway.Sidecar.Protocols.Responses;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The dialects of conversations; null for a format that is none.</summary>
internal static class ConversationFormats
{
    private static readonly GeminiFormat s_gemini = new();
    private static readonly OpenAiChatFormat s_openAiChat = new(TimeProvider.System);
    private static readonly OpenAiResponsesFormat s_openAiResponses = new(TimeProvider.System);
    private static readonly AnthropicFormat s_anthropicMessages = new(TimeProvider.System);
    private static readonly VertexMessagesFormat s_vertexMessages = new(TimeProvider.System);
    private static readonly CohereChatFormat s_cohere = new();

    public static ConversationFormat? Of(WireFormat format) => format switch
    {
        WireFormat.GeminiContent => s_gemini,
        WireFormat.OpenAiChat => s_openAiChat,
        WireFormat.OpenAiResponses => s_openAiResponses,
        WireFormat.AnthropicMessages => s_anthropicMessages,
        WireFormat.VertexMessages => s_vertexMessages,
        WireFormat.BedrockConverse => BedrockFormat.Instance,
        WireFormat.CohereChat => s_cohere,
        _ => null,
    };
}
