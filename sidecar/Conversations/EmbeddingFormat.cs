using System.Text.Json;

namespace AiGateway.Sidecar.Conversations;

/// <summary>How a dialect asks for embeddings and gives them.</summary>
internal abstract class EmbeddingFormat
{
    /// <exception cref="UnfitFieldException">A member is not of the dialect's shape.</exception>
    public abstract EmbeddingRequest ReadRequest(JsonElement root);

    public abstract void WriteRequest(EmbeddingRequest request, Utf8JsonWriter json, Losses losses);

    /// <summary>Throws where the answer is none of this dialect.</summary>
    public abstract Embeddings ReadAnswer(JsonElement root);

    public abstract void WriteAnswer(Embeddings embeddings, EmbeddingRequest asked, Utf8JsonWriter json);

    /// <summary>Reads an error's body; null where it is none of this dialect.</summary>
    public abstract ProviderError? ReadError(int status, JsonElement root);
}
