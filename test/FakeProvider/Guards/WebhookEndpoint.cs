using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Guards;

/// <summary>A guardrail's webhook, as docs/guardrails-webhook.md has it: denies texts that say <c>webhook:deny</c>.</summary>
internal static class WebhookEndpoint
{
    public static async Task ServeAsync(HttpContext http, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.Text("version") != "v1") throw new FaultException("Another version.", "version");
        var found = document.RootElement.GetProperty("texts").EnumerateArray()
            .Where(text => text.Text("text")?.Contains("webhook:deny", StringComparison.Ordinal) == true)
            .Select(text => (JsonNode?)text.Text("id")).ToArray();
        await Answers.WriteAsync(http, 200, found.Length == 0
            ? new JsonObject { ["version"] = "v1", ["verdict"] = "allow" }
            : new JsonObject { ["version"] = "v1", ["verdict"] = "deny", ["label"] = "FAKE", ["texts"] = new JsonArray(found) });
    }
}
