using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>batchEmbedContents: a list of requests, each of which names the model again.</summary>
internal sealed class GeminiBatchEmbedFormat : EmbeddingFormat
{
    public override EmbeddingRequest ReadRequest(JsonElement root)
    {
        var request = new EmbeddingRequest();
        foreach (var (name, value, path) in root.Fields(""))
        {
            if (name == "requests")
            {
                foreach (var (item, at) in value.Repeated(path)) GeminiEmbedItem.Read(request, item, at);
            }
            else if (name != "model")
            {
                request.Unknown.Add(path);
            }
        }

        return request.Texts.Count > 0 ? request : throw new UnfitFieldException("requests", "must hold a request");
    }

    public override void WriteRequest(EmbeddingRequest request, Utf8JsonWriter json, Losses losses)
    {
        GeminiEmbedItem.Lose(request, losses);
        json.WriteStartObject();
        json.WriteStartArray("requests");
        foreach (var text in request.Texts)
        {
            json.WriteStartObject();
            GeminiEmbedItem.WriteMembers(request, text, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public override Embeddings ReadAnswer(JsonElement root) => new()
    {
        Vectors = [.. root.GetProperty("embeddings").EnumerateArray().Select(GeminiEmbedItem.ReadVector)],
        Usage = GeminiEmbedItem.ReadUsage(root),
    };

    public override void WriteAnswer(Embeddings embeddings, EmbeddingRequest asked, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("embeddings");
        foreach (var vector in embeddings.Vectors) GeminiEmbedItem.WriteVector(vector, json);
        json.WriteEndArray();
        GeminiUsage.Write(embeddings.Usage, json);
        json.WriteEndObject();
    }

    public override ProviderError? ReadError(int status, JsonElement root) => GeminiErrors.Read(status, root);
}
