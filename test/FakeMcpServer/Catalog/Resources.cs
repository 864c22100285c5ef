using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Catalog;

/// <summary>The resources of a server, and one template.</summary>
internal static class Resources
{
    public const string Watched = "test://watched-resource";

    private static readonly JsonArray Listed = JsonNode.Parse("""
        [
          { "uri": "test://static-text", "name": "static-text", "title": "A text", "description": "A text that stays.", "mimeType": "text/plain" },
          { "uri": "test://static-binary", "name": "static-binary", "description": "An image that stays.", "mimeType": "image/png" },
          { "uri": "test://watched-resource", "name": "watched-resource", "description": "A text whose changes can be subscribed to.", "mimeType": "text/plain" },
          { "uri": "orders://recent", "name": "recent-orders", "title": "Recent orders", "description": "The newest orders.", "mimeType": "application/json" }
        ]
        """)!.AsArray();

    private static readonly JsonArray ListedTemplates = JsonNode.Parse("""
        [{ "uriTemplate": "test://template/{id}/data", "name": "template-data", "description": "Data by id.", "mimeType": "application/json" }]
        """)!.AsArray();

    public static JsonObject[] List() => [.. Listed.Select(resource => resource!.DeepClone().AsObject())];

    public static JsonObject[] Templates() => [.. ListedTemplates.Select(template => template!.DeepClone().AsObject())];

    public static JsonObject Read(Call call)
    {
        var uri = call.Params["uri"].Text() ?? throw RpcFault.InvalidParams("Missing parameter: uri");
        return new() { ["contents"] = new JsonArray(Find(uri) ?? throw RpcFault.ResourceNotFound(uri, call.IsModern)) };
    }

    private static JsonObject? Find(string uri) => uri switch
    {
        "test://static-text" => Content.Resource(uri, "text/plain", "This is the content of the static text resource."),
        "test://static-binary" => new() { ["uri"] = uri, ["mimeType"] = "image/png", ["blob"] = Content.Png },
        Watched => Content.Resource(uri, "text/plain", "Watch me change."),
        "orders://recent" => Content.Resource(uri, "application/json", """[{"id":"A-1001","status":"open"}]"""),
        _ when uri.Split('/') is ["test:", "", "template", { Length: > 0 } id, "data"] => Content.Resource(uri, "application/json",
            JsonBytes.Text(new JsonObject { ["id"] = id, ["templateTest"] = true, ["data"] = $"Data for ID: {id}" })),
        _ => null,
    };
}
