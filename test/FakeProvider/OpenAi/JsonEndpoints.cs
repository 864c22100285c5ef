using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>OpenAI's endpoints that take one JSON document and answer one: embeddings, images, speech, moderations.</summary>
internal static class JsonEndpoints
{
    /// <summary>One transparent pixel.</summary>
    public const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    public static async Task EmbedAsync(HttpContext http, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var model = Model(root);
        string[] texts = root.Find("input") switch
        {
            null => throw new FaultException("Missing required parameter: 'input'.", "input"),
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())],
            _ => throw new FaultException("'$.input' is invalid.", "input"),
        };
        var base64 = root.Text("encoding_format") == "base64";
        var tokens = texts.Sum(Ask.Words);
        await Answers.WriteAsync(http, 200, new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. texts.Select((text, index) => (JsonNode)new JsonObject
            {
                ["object"] = "embedding", ["index"] = index, ["embedding"] = base64 ? Vectors.Base64(text) : Vectors.Of(text),
            })]),
            ["model"] = model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        });
    }

    public static async Task ImageAsync(HttpContext http, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        Model(document.RootElement);
        document.RootElement.Required("prompt", "");
        await WriteImageAsync(http);
    }

    public static Task WriteImageAsync(HttpContext http) => Answers.WriteAsync(http, 200, new JsonObject
    {
        ["created"] = Answers.Created,
        ["data"] = new JsonArray(new JsonObject { ["b64_json"] = Pixel }),
        ["usage"] = new JsonObject { ["input_tokens"] = 5, ["output_tokens"] = 20, ["total_tokens"] = 25 },
    });

    public static async Task SpeechAsync(HttpContext http, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        Model(document.RootElement);
        foreach (var name in (string[])["input", "voice"]) document.RootElement.Required(name, "");
        http.Response.ContentType = "audio/mpeg";
        await http.Response.Body.WriteAsync("ID3 fake speech"u8.ToArray(), http.RequestAborted);
    }

    private static string Model(JsonElement root) => root.Text("model") ?? throw new FaultException("you must provide a model parameter", "model");
}
