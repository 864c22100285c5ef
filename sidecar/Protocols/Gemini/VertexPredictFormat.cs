using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Vertex AI's predict for models of embeddings. A text that is too long is refused, as elsewhere: Vertex would cut it in silence.</summary>
internal sealed class VertexPredictFormat : EmbeddingFormat
{
    public override EmbeddingRequest ReadRequest(JsonElement root)
    {
        var request = new EmbeddingRequest();
        foreach (var (name, value, path) in root.Fields(""))
        {
            if (name == "instances") ReadInstances(request, value, path);
            else if (name == "parameters") ReadParameters(request, value, path);
            else request.Unknown.Add(path);
        }

        return request.Texts.Count > 0 ? request : throw new UnfitFieldException("instances", "must hold a text");
    }

    public override void WriteRequest(EmbeddingRequest request, Utf8JsonWriter json, Losses losses)
    {
        GeminiEmbedItem.Lose(request, losses);
        json.WriteStartObject();
        json.WriteStartArray("instances");
        foreach (var text in request.Texts)
        {
            json.WriteStartObject();
            text.WriteTo(json, "content");
            if (request.Purpose is { } purpose && GeminiPurposes.Write(purpose) is { } type) json.WriteString("task_type", type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("parameters");
        json.WriteBoolean("autoTruncate", false);
        if (request.Dimensions is { } dimensions) json.WriteNumber("outputDimensionality", dimensions);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override Embeddings ReadAnswer(JsonElement root)
    {
        var vectors = new List<float[]>();
        long tokens = 0;
        foreach (var prediction in root.GetProperty("predictions").EnumerateArray())
        {
            var embedding = prediction.GetProperty("embeddings");
            vectors.Add(GeminiEmbedItem.ReadVector(embedding));
            var count = embedding.Member("statistics").Member("token_count");
            if (count.ValueKind == JsonValueKind.Number && count.TryGetDouble(out var told) && told is > 0 and < int.MaxValue) tokens += (long)told;
        }

        return new() { Vectors = vectors, Usage = tokens > 0 ? new(tokens, 0, UsageSource.Reported) : default };
    }

    public override void WriteAnswer(Embeddings embeddings, EmbeddingRequest asked, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("predictions");
        foreach (var vector in embeddings.Vectors)
        {
            json.WriteStartObject();
            json.WritePropertyName("embeddings");
            GeminiEmbedItem.WriteVector(vector, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public override ProviderError? ReadError(int status, JsonElement root) => GeminiErrors.Read(status, root);

    private static void ReadInstances(EmbeddingRequest request, JsonElement instances, string path)
    {
        foreach (var (instance, place) in instances.Repeated(path))
        {
            var isFirst = request.Texts.Count == 0;
            foreach (var (name, value, at) in instance.Fields(place))
            {
                if (name == "content") request.Texts.Add(value.Text(at));
                else if (name == "taskType" && isFirst) request.Purpose = GeminiPurposes.Read(value.Word(at));
                else if (name != "taskType" || request.Purpose != GeminiPurposes.Read(value.Word(at))) request.Unknown.Add(at);
            }
        }
    }

    private static void ReadParameters(EmbeddingRequest request, JsonElement parameters, string path)
    {
        foreach (var (name, value, at) in parameters.Fields(path))
        {
            if (name == "outputDimensionality") request.Dimensions = value.Integer(at);
            else if (name != "autoTruncate" || value.Flag(at)) request.Unknown.Add(at);
        }
    }
}
