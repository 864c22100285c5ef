using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>OpenAI's moderations: one result an input, each with all categories. A text that says <c>moderate:</c> and a category is flagged for it.</summary>
internal static class ModerationEndpoint
{
    private static readonly string[] s_categories =
    [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm", "self-harm/intent", "self-harm/instructions", "sexual",
        "sexual/minors", "violence", "violence/graphic",
    ];

    public static async Task ServeAsync(HttpContext http, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        JsonNode[] results = document.RootElement.Find("input") switch
        {
            null => throw new FaultException("Missing required parameter: 'input'.", "input"),
            { ValueKind: JsonValueKind.String } one => [ResultOf(one.GetString()!)],
            { ValueKind: JsonValueKind.Array } many when many.GetArrayLength() > 0 && many[0].ValueKind == JsonValueKind.Object => [ResultOf(many.GetRawText())],
            { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Select(item => ResultOf(item.GetString()!))],
            _ => throw new FaultException("'$.input' is invalid.", "input"),
        };
        await Answers.WriteAsync(http, 200, new JsonObject { ["id"] = "modr-fake", ["model"] = document.RootElement.Text("model") ?? "omni-moderation-latest", ["results"] = new JsonArray(results) });
    }

    private static JsonObject ResultOf(string text)
    {
        var hits = s_categories.Where(category => text.Contains("moderate:" + category, StringComparison.Ordinal)).ToList();
        return new()
        {
            ["flagged"] = hits.Count > 0,
            ["categories"] = new JsonObject(s_categories.Select(category => KeyValuePair.Create(category, (JsonNode?)hits.Contains(category)))),
            ["category_scores"] = new JsonObject(s_categories.Select(category => KeyValuePair.Create(category, (JsonNode?)(hits.Contains(category) ? 0.97 : 0.0001)))),
            ["category_applied_input_types"] = new JsonObject(s_categories.Select(category => KeyValuePair.Create(category, (JsonNode?)new JsonArray("text")))),
        };
    }
}
