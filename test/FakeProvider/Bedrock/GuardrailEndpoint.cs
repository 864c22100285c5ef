using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Bedrock;

/// <summary>Bedrock's ApplyGuardrail. A text that says <c>guardrail:block</c> is of a denied topic.</summary>
internal static class GuardrailEndpoint
{
    public static async Task ServeAsync(HttpContext http, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.Text("source") is not ("INPUT" or "OUTPUT")) throw new FaultException("1 validation error detected: Value at 'source' failed to satisfy enum value set: [OUTPUT, INPUT]");
        if (document.RootElement.Find("content") is not { ValueKind: JsonValueKind.Array } content) throw new FaultException("1 validation error detected: Value null at 'content' failed to satisfy constraint");
        var blocked = content.EnumerateArray().Any(block => block.Find("text")?.Text("text")?.Contains("guardrail:block", StringComparison.Ordinal) == true);
        await Answers.WriteAsync(http, 200, new JsonObject
        {
            ["usage"] = new JsonObject { ["topicPolicyUnits"] = 1, ["contentPolicyUnits"] = 1, ["wordPolicyUnits"] = 0, ["sensitiveInformationPolicyUnits"] = 0 },
            ["action"] = blocked ? "GUARDRAIL_INTERVENED" : "NONE",
            ["outputs"] = blocked ? new JsonArray(new JsonObject { ["text"] = "Sorry, the model cannot answer this question." }) : [],
            ["assessments"] = new JsonArray(blocked
                ? new JsonObject { ["topicPolicy"] = new JsonObject { ["topics"] = new JsonArray(new JsonObject { ["name"] = "Fake topic", ["type"] = "DENY", ["action"] = "BLOCKED" }) } }
                : []),
        });
    }
}
