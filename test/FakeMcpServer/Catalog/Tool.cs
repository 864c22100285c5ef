using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Catalog;

/// <summary>A tool: what the list shows of it, and what it does.</summary>
internal sealed record Tool(JsonObject Definition, Func<Call, Task<JsonObject>> RunAsync)
{
    public string Name => Definition["name"].Text() ?? "";

    public static Tool Of(string definition, Func<Call, Task<JsonObject>> run) => new(JsonBytes.Parse(definition), run);

    public static Tool Of(string definition, Func<Call, JsonObject> run) => Of(definition, call => Task.FromResult(run(call)));

    /// <summary>A tool without arguments.</summary>
    public static Tool Plain(string name, string description, Func<Call, Task<JsonObject>> run) => new(new()
    {
        ["name"] = name,
        ["description"] = description,
        ["inputSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() },
    }, run);

    public static Tool Plain(string name, string description, Func<Call, JsonObject> run) => Plain(name, description, call => Task.FromResult(run(call)));
}
