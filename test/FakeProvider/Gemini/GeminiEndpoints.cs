using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Paths;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Gemini;

/// <summary>What stands behind a model's colon: content, counts and vectors.</summary>
internal static class GeminiEndpoints
{
    public static PathRoute Find(KeyStyle key, string model, string verb)
    {
        var vertex = key == KeyStyle.Vertex;
        var dialect = new ContentDialect(model, verb == "streamGenerateContent", vertex);
        return verb switch
        {
            "generateContent" => new(key, dialect),
            "streamGenerateContent" => new(key, dialect) { Check = NeedSse },
            "countTokens" => new(key, dialect, (http, body) => CountAsync(http, body, model)),
            "embedContent" => new(key, dialect, EmbedAsync),
            "batchEmbedContents" when !vertex => new(key, dialect, BatchEmbedAsync),
            "predict" when vertex => new(key, dialect, PredictAsync),
            _ => new(key, dialect, static (_, _) => throw new FaultException(new Fault(FaultKind.UnknownPath))),
        };
    }

    /// <summary>Without it Gemini answers a JSON array, which nobody here reads.</summary>
    private static void NeedSse(HttpRequest request)
    {
        if (request.Query["alt"] != "sse") throw new FaultException("This provider streams with alt=sse alone.");
    }

    private static async Task CountAsync(HttpContext http, byte[] body, string model)
    {
        using var document = JsonDocument.Parse(body);
        var ask = new Ask { Model = model };
        new ContentReader(ask).Read(document.RootElement.Find("generateContentRequest") ?? document.RootElement);
        await Answers.WriteAsync(http, 200, new JsonObject { ["totalTokens"] = ask.InputTokens });
    }

    private static async Task EmbedAsync(HttpContext http, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        await Answers.WriteAsync(http, 200, new JsonObject { ["embedding"] = Vector(document.RootElement) });
    }

    private static async Task BatchEmbedAsync(HttpContext http, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var vectors = document.RootElement.Items("requests").Select(request =>
        {
            request.Required("model", "requests[0].");
            return (JsonNode)Vector(request);
        }).ToArray();
        if (vectors.Length == 0) throw new FaultException("* BatchEmbedContentsRequest.requests: at least one request is required");
        await Answers.WriteAsync(http, 200, new JsonObject { ["embeddings"] = new JsonArray(vectors) });
    }

    private static async Task PredictAsync(HttpContext http, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var predictions = document.RootElement.Items("instances").Select(instance =>
        {
            var text = instance.Required("content", "instances[0].");
            var statistics = new JsonObject { ["token_count"] = Ask.Words(text), ["truncated"] = false };
            return (JsonNode)new JsonObject { ["embeddings"] = new JsonObject { ["values"] = Vectors.Of(text), ["statistics"] = statistics } };
        });
        await Answers.WriteAsync(http, 200, new JsonObject { ["predictions"] = new JsonArray([.. predictions]) });
    }

    private static JsonObject Vector(JsonElement request)
    {
        var content = request.Find("content") ?? throw new FaultException("* EmbedContentRequest.content: content is required");
        return new() { ["values"] = Vectors.Of(string.Concat(content.Items("parts").Select(part => part.Text("text")))) };
    }
}
