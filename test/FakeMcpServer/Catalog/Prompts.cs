using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Catalog;

/// <summary>The prompts of a server. One more comes and goes when a test asks for a change.</summary>
internal sealed class Prompts
{
    private static readonly JsonArray Definitions = JsonNode.Parse("""
        [
          { "name": "summarize_orders", "title": "Summarize orders", "description": "Asks for a summary of the orders in one state.",
            "arguments": [{ "name": "status", "description": "open, shipped or returned", "required": true }] },
          { "name": "test_simple_prompt", "description": "A prompt without arguments." },
          { "name": "test_prompt_with_arguments", "description": "A prompt with two arguments.",
            "arguments": [{ "name": "arg1", "description": "The first", "required": true }, { "name": "arg2", "description": "The second", "required": true }] },
          { "name": "test_prompt_with_embedded_resource", "description": "A prompt with a resource inside.",
            "arguments": [{ "name": "resourceUri", "description": "The URI of the resource", "required": true }] },
          { "name": "test_prompt_with_image", "description": "A prompt with an image inside." },
          { "name": "test_input_required_result_prompt", "description": "A prompt that asks the user first." }
        ]
        """)!.AsArray();

    private bool _more;

    public JsonObject[] List()
    {
        var list = Definitions.Select(definition => definition!.DeepClone().AsObject()).ToList();
        if (_more) list.Add(new() { ["name"] = "test_dynamic_prompt", ["description"] = "A prompt that comes and goes." });
        return [.. list];
    }

    public void Toggle() => _more = !_more;

    public static async Task<JsonObject> GetAsync(Call call)
    {
        var name = call.Params["name"].Text();
        return name switch
        {
            "summarize_orders" => Of($"Summarize all orders that are {Argument(call, "status")}."),
            "test_simple_prompt" or "test_dynamic_prompt" => Of("This is a simple prompt for testing."),
            "test_prompt_with_arguments" => Of($"Prompt with arguments: arg1='{Argument(call, "arg1")}', arg2='{Argument(call, "arg2")}'"),
            "test_prompt_with_embedded_resource" => Messages(
                Content.Embedded(Argument(call, "resourceUri"), "text/plain", "Embedded resource content for testing."),
                Content.Text("Please process the embedded resource above.")),
            "test_prompt_with_image" => Messages(Content.Image(), Content.Text("Please analyze the image above.")),
            "test_input_required_result_prompt" => Of($"Use this context: {await ContextAsync(call)}"),
            _ => throw RpcFault.InvalidParams($"Unknown prompt: {name}"),
        };
    }

    private static async Task<string> ContextAsync(Call call)
    {
        var answer = await call.AskAsync("user_context", "elicitation/create", Elicitation.Form("What context should the prompt use?", ("context", "string")));
        return answer.Object("content")?["context"].Text() ?? "none";
    }

    private static string Argument(Call call, string name) => call.Arguments[name].Text() ?? throw RpcFault.InvalidParams($"Missing argument: {name}");

    private static JsonObject Of(string text) => Messages(Content.Text(text));

    private static JsonObject Messages(params JsonObject[] content) => new() { ["messages"] = new JsonArray([.. content.Select(Content.Message)]) };
}
