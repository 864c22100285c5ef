using System.Text.Json.Nodes;

namespace AiGateway.Fakes.Mcp.Catalog;

/// <summary>The parameters of questions to the client: forms for the user, messages for the model.</summary>
internal static class Elicitation
{
    /// <summary>A form whose fields are all required.</summary>
    public static JsonObject Form(string message, params (string Name, string Type)[] fields)
    {
        var properties = new JsonObject();
        foreach (var (name, type) in fields) properties[name] = new JsonObject { ["type"] = type };
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. fields.Select(field => JsonValue.Create(field.Name))]),
        };
        return new() { ["message"] = message, ["requestedSchema"] = schema };
    }

    /// <summary>One question for the client's model.</summary>
    public static JsonObject Sampling(string prompt, int maxTokens = 100) => new()
    {
        ["messages"] = new JsonArray(Content.Message(Content.Text(prompt))),
        ["maxTokens"] = maxTokens,
    };
}
