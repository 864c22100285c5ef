using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Cohere;

/// <summary>Cohere's embeddings, version 2, as a provider gives them. It wants to know what they are for: documents to be searched, where nothing is said. No agent speaks it here.</summary>
internal sealed class CohereEmbedFormat : EmbeddingFormat
{
    private const string NoAgent = "No agent asks this sidecar for embeddings in Cohere's words.";
    private const string UsualPurpose = "search_document";

    public override EmbeddingRequest ReadRequest(JsonElement root) => throw new NotSupportedException(NoAgent);

    public override void WriteRequest(EmbeddingRequest request, Utf8JsonWriter json, Losses losses)
    {
        if (request.User is not null) losses.Add("user");
        var purpose = request.Purpose ?? UsualPurpose;
        if (purpose is not (UsualPurpose or "search_query" or "classification" or "clustering"))
        {
            losses.Add("taskType"); // Gemini alone has more.
            purpose = UsualPurpose;
        }

        json.WriteStartObject();
        json.WriteString("model", request.Model);
        json.WriteString("input_type", purpose);
        json.WriteStartArray("texts");
        foreach (var text in request.Texts) text.WriteTo(json);
        json.WriteEndArray();
        json.WriteStartArray("embedding_types");
        json.WriteStringValue("float");
        json.WriteEndArray();
        if (request.Dimensions is { } dimensions) json.WriteNumber("output_dimension", dimensions);
        json.WriteEndObject();
    }

    public override Embeddings ReadAnswer(JsonElement root) => new()
    {
        Vectors = [.. root.GetProperty("embeddings").GetProperty("float").EnumerateArray().Select(vector => vector.EnumerateArray().Select(ReadNumber).ToArray())],
        Usage = CohereAnswerReader.UsageOf(root.Member("meta")),
    };

    private static float ReadNumber(JsonElement value) =>
        value.TryGetSingle(out var number) && float.IsFinite(number) ? number : throw new JsonException("A vector holds what is no number.");

    public override void WriteAnswer(Embeddings embeddings, EmbeddingRequest asked, Utf8JsonWriter json) => throw new NotSupportedException(NoAgent);

    public override ProviderError? ReadError(int status, JsonElement root) => CohereErrorReader.Read(status, root);
}
