using AiGateway.Contracts;
using AiGateway.Sidecar.Protocols.Anthropic;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Protocols.Cohere;
using AiGateway.Sidecar.Protocols.Gemini;
using AiGateway.Sidecar.Protocols.OpenAi;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The dialects of providers; null for one that this sidecar does not speak.</summary>
internal static class ProviderSurfaces
{
    public static ProviderSurface? Of(Provider provider) => provider.Dialect switch
    {
        Dialects.OpenAi => OpenAiSurface.Instance,
        Dialects.AzureOpenAi => provider.ApiVersion is null ? AzureSurface.V1 : AzureSurface.Versioned,
        Dialects.Bedrock => BedrockSurface.Instance,
        Dialects.Gemini => GeminiSurface.Instance,
        Dialects.Vertex => VertexSurface.Instance,
        Dialects.Anthropic => AnthropicSurface.Instance,
        Dialects.Cohere => CohereSurface.Instance,
        _ => null,
    };
}
