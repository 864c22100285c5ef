using AiGateway.Contracts;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Protocols.Gemini;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The dialects of providers; null for one that this sidecar does not speak.</summary>
internal static class ProviderSurfaces
{
    public static ProviderSurface? Of(Provider provider) => provider.Dialect switch
    {
        Dialects.OpenAi => null,
        Dialects.Bedrock => BedrockSurface.Instance,
        Dialects.Gemini => GeminiSurface.Instance,
        Dialects.Vertex => VertexSurface.Instance,
        _ => null,
    };
}
