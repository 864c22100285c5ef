using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Catalog;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Tools;

/// <summary>Tools that ask the client's model, its user, or for its folders, in whichever era.</summary>
internal static class AskingTools
{
    public static IEnumerable<Tool> All =>
    [
        Tool.Of(Definition("test_sampling", "Asks the client's model.", "prompt"), SampleAsync),
        Tool.Of(Definition("test_elicitation", "Asks the user for name and address.", "message"), ElicitAsync),
        Tool.Plain("test_elicitation_sep1034_defaults", "Asks with a form that has defaults.", call => AskAsync(call, Defaults)),
        Tool.Plain("test_elicitation_sep1330_enums", "Asks with a form of choices.", call => AskAsync(call, Choices)),
        Tool.Plain("list_roots", "Asks for the client's folders.", RootsAsync),
        Tool.Plain("test_missing_capability", "Needs a client that lends its model.", Need),
    ];

    private static string Definition(string name, string description, string argument) => $$"""
        {
          "name": "{{name}}", "description": "{{description}}",
          "inputSchema": { "type": "object", "properties": { "{{argument}}": { "type": "string", "description": "What to ask" } }, "required": ["{{argument}}"] }
        }
        """;

    private static async Task<JsonObject> SampleAsync(Call call)
    {
        var prompt = call.Arguments["prompt"].Text() ?? throw RpcFault.InvalidParams("Missing argument: prompt");
        var answer = await call.AskAsync("sample", "sampling/createMessage", Elicitation.Sampling(prompt));
        return Content.Says($"LLM response: {answer.Object("content")?["text"].Text()}");
    }

    private static async Task<JsonObject> ElicitAsync(Call call)
    {
        var message = call.Arguments["message"].Text() ?? throw RpcFault.InvalidParams("Missing argument: message");
        var answer = await call.AskAsync("user", "elicitation/create", Elicitation.Form(message, ("username", "string"), ("email", "string")));
        return Content.Says($"User response: {Told(answer)}");
    }

    private static async Task<JsonObject> AskAsync(Call call, string form)
    {
        var answer = await call.AskAsync("form", "elicitation/create", JsonBytes.Parse(form));
        return Content.Says($"Elicitation completed: {Told(answer)}");
    }

    private static async Task<JsonObject> RootsAsync(Call call)
    {
        var answer = await call.AskAsync("roots", "roots/list", []);
        return Content.Says($"Roots: {JsonBytes.Text(answer["roots"] ?? new JsonArray())}");
    }

    private static JsonObject Need(Call call)
    {
        call.RequireCapability("sampling");
        return Content.Says("The client lends its model.");
    }

    private static string Told(JsonObject answer) => $"action={answer["action"].Text()}, content={JsonBytes.Text(answer["content"] ?? new JsonObject())}";

    private const string Defaults = """
        {
          "message": "Please review and update the form fields with defaults",
          "requestedSchema": {
            "type": "object",
            "properties": {
              "name": { "type": "string", "default": "John Doe" },
              "age": { "type": "integer", "default": 30 },
              "score": { "type": "number", "default": 95.5 },
              "status": { "type": "string", "enum": ["active", "inactive", "pending"], "default": "active" },
              "verified": { "type": "boolean", "default": true }
            }
          }
        }
        """;

    private const string Choices = """
        {
          "message": "Please choose",
          "requestedSchema": {
            "type": "object",
            "properties": {
              "untitledSingle": { "type": "string", "enum": ["option1", "option2", "option3"] },
              "titledSingle": {
                "type": "string",
                "oneOf": [{ "const": "value1", "title": "First" }, { "const": "value2", "title": "Second" }, { "const": "value3", "title": "Third" }]
              },
              "legacyEnum": { "type": "string", "enum": ["opt1", "opt2", "opt3"], "enumNames": ["Option One", "Option Two", "Option Three"] },
              "untitledMulti": { "type": "array", "items": { "type": "string", "enum": ["option1", "option2", "option3"] } },
              "titledMulti": {
                "type": "array",
                "items": { "anyOf": [{ "const": "value1", "title": "First" }, { "const": "value2", "title": "Second" }, { "const": "value3", "title": "Third" }] }
              }
            }
          }
        }
        """;
}
