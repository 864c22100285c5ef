using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Cohere;
using AiGateway.Sidecar.Protocols.Gemini;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The dialects of embeddings; null for a format that is none.</summary>
internal static class EmbeddingFormats
{
    private static readonly OpenAiEmbeddingFormat s_openAi = new();
    private static readonly GeminiEmbedFormat s_geminiOne = new();
    private static readonly GeminiBatchEmbedFormat s_geminiBatch = new();
    private static readonly VertexPredictFormat s_vertex = new();
    private static readonly CohereEmbedFormat s_cohere = new();

    public static EmbeddingFormat? Of(WireFormat format) => format switch
    {
        WireFormat.OpenAiEmbeddings => s_openAi,
        WireFormat.GeminiEmbed => s_geminiOne,
        WireFormat.GeminiBatchEmbed => s_geminiBatch,
        WireFormat.VertexPredict => s_vertex,
        WireFormat.CohereEmbed => s_cohere,
        _ => null,
    };
}
