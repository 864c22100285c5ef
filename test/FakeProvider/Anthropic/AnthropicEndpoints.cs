using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Anthropic;

/// <summary>Anthropic's counting of tokens, and the header that every path of its wants.</summary>
internal static class AnthropicEndpoints
{
    public static void NeedVersion(HttpRequest request)
    {
        if (!request.Headers.ContainsKey("anthropic-version")) throw new FaultException("anthropic-version: header is required");
    }

    public static async Task CountAsync(HttpContext http, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        await Answers.WriteAsync(http, 200, new JsonObject { ["input_tokens"] = new MessagesReader(counting: true).Read(document.RootElement).InputTokens });
    }
}
