using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Gemini;
using AiGateway.Sidecar.Protocols.OpenAi;
using AiGateway.Sidecar.Protocols.Bedrock;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The dialects of conversations; null for a format that is none.</summary>
internal static class ConversationFormats
{
    private static readonly GeminiFormat s_gemini = new();
    private static readonly OpenAiChatFormat s_openAiChat = new(TimeProvider.System);

    public static ConversationFormat? Of(WireFormat format) => format switch
    {
        WireFormat.GeminiContent => s_gemini,
        WireFormat.OpenAiChat => s_openAiChat,
        WireFormat.BedrockConverse => BedrockFormat.Instance,
        _ => null,
    };
}
