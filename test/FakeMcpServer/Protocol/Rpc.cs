using System.Text.Json.Nodes;

namespace AiGateway.Fakes.Mcp.Protocol;

/// <summary>The messages that a server sends.</summary>
internal static class Rpc
{
    public static JsonObject Result(JsonNode id, JsonObject result) => new() { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = result };

    public static JsonObject Error(JsonNode? id, RpcFault fault)
    {
        var error = new JsonObject { ["code"] = fault.Code, ["message"] = fault.Message };
        if (fault.Data is { } data) error["data"] = data.DeepClone();
        var message = new JsonObject { ["jsonrpc"] = "2.0" };
        if (id is not null) message["id"] = id.DeepClone();
        message["error"] = error;
        return message;
    }

    public static JsonObject Notification(string method, JsonObject? parameters = null)
    {
        var message = new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method };
        if (parameters is not null) message["params"] = parameters;
        return message;
    }

    public static JsonObject Request(string id, string method, JsonObject parameters) =>
        new() { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters };
}
