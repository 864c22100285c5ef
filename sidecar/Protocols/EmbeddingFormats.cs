using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The dialects of embeddings; null for a format that is none.</summary>
internal static class EmbeddingFormats
{
    public static EmbeddingFormat? Of(WireFormat format) => format switch
    {
        _ => null,
    };
}
