using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>embedContent: one text, one vector.</summary>
internal sealed class GeminiEmbedFormat : EmbeddingFormat
{
    public override EmbeddingRequest ReadRequest(JsonElement root)
    {
        var request = new EmbeddingRequest { Single = true };
        GeminiEmbedItem.Read(request, root, "");
        return request;
    }

    public override void WriteRequest(EmbeddingRequest request, Utf8JsonWriter json, Losses losses)
    {
        if (request.Texts.Count != 1) losses.Add("input");
        GeminiEmbedItem.Lose(request, losses);
        json.WriteStartObject();
        GeminiEmbedItem.WriteMembers(request, request.Texts[0], json);
        json.WriteEndObject();
    }

    public override Embeddings ReadAnswer(JsonElement root) =>
        new() { Vectors = [GeminiEmbedItem.ReadVector(root.GetProperty("embedding"))], Usage = GeminiEmbedItem.ReadUsage(root) };

    public override void WriteAnswer(Embeddings embeddings, EmbeddingRequest asked, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName("embedding");
        GeminiEmbedItem.WriteVector(embeddings.Vectors.Count > 0 ? embeddings.Vectors[0] : throw new JsonException("no vector"), json);
        GeminiUsage.Write(embeddings.Usage, json);
        json.WriteEndObject();
    }

    public override ProviderError? ReadError(int status, JsonElement root) => GeminiErrors.Read(status, root);
}
