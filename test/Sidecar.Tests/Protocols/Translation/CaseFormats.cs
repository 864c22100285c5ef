using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Anthropic;
using AiGateway.Sidecar.Protocols.OpenAi;
using AiGateway.Sidecar.Protocols.Responses;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Protocols.Translation;

/// <summary>The formats by the names of the cases' folders; those that tell the time have one that stands still.</summary>
internal static class CaseFormats
{
    public static ConversationFormat Of(string name) => name switch
    {
        "openai" => new OpenAiChatFormat(new ManualTime()),
        "responses" => new OpenAiResponsesFormat(new ManualTime()),
        "anthropic" => new AnthropicFormat(new ManualTime()),
        "gemini" => Registered(WireFormat.GeminiContent),
        "bedrock" => Registered(WireFormat.BedrockConverse),
        "cohere" => Registered(WireFormat.CohereChat),
        _ => throw new InvalidOperationException($"no format is called {name}"),
    };

    private static ConversationFormat Registered(WireFormat format) =>
        ConversationFormats.Of(format) ?? throw new InvalidOperationException($"{format} is not registered");
}
