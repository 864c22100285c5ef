using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Cohere;

/// <summary>Cohere's v2 embed and rerank.</summary>
internal static class CohereEndpoints
{
    public static async Task EmbedAsync(HttpContext http, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        foreach (var name in (string[])["model", "input_type"]) root.Required(name, "");
        var texts = root.Texts("texts").ToArray();
        if (texts.Length == 0) throw new FaultException("invalid request: texts, images or inputs is required");

        var kinds = root.Texts("embedding_types").DefaultIfEmpty("float").ToArray();
        var vectors = new JsonObject();
        if (kinds.Contains("float")) vectors["float"] = new JsonArray([.. texts.Select(text => (JsonNode)Vectors.Of(text))]);
        if (kinds.Contains("base64")) vectors["base64"] = new JsonArray([.. texts.Select(text => (JsonNode)Vectors.Base64(text))]);
        await Answers.WriteAsync(http, 200, new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["embeddings"] = vectors,
            ["texts"] = new JsonArray([.. texts.Select(text => (JsonNode)text)]),
            ["meta"] = new JsonObject { ["api_version"] = new JsonObject { ["version"] = "2" }, ["billed_units"] = new JsonObject { ["input_tokens"] = texts.Sum(Ask.Words) } },
            ["response_type"] = "embeddings_by_type",
        });
    }

    public static async Task RerankAsync(HttpContext http, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        foreach (var name in (string[])["model", "query"]) root.Required(name, "");
        var count = root.Texts("documents").Count();
        var results = Enumerable.Range(0, Math.Min(count, root.Whole("top_n") ?? count)).Select(index =>
            (JsonNode)new JsonObject { ["index"] = index, ["relevance_score"] = 1.0 / (index + 1) });
        await Answers.WriteAsync(http, 200, new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["results"] = new JsonArray([.. results]),
            ["meta"] = new JsonObject { ["billed_units"] = new JsonObject { ["search_units"] = 1 } },
        });
    }
}
