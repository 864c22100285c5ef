using System.Text.Json.Nodes;

namespace AiGateway.Fakes.Mcp.Protocol;

/// <summary>One message of a client: a request, a notification, or (in the older era) a response.</summary>
internal sealed record RpcMessage(JsonNode? Id, string? Method, JsonObject Params, JsonObject Whole)
{
    public bool IsRequest => Method is not null && Id is not null;

    public bool IsResponse => Method is null;

    public JsonObject? Meta => Params.Object("_meta");

    /// <summary>What the header Mcp-Name repeats; null for methods without one.</summary>
    public string? Subject => Method switch
    {
        "tools/call" or "prompts/get" => Params["name"].Text(),
        "resources/read" => Params["uri"].Text(),
        "tasks/get" or "tasks/update" or "tasks/cancel" => Params["taskId"].Text(),
        _ => null,
    };

    public static RpcMessage Read(JsonNode? node)
    {
        if (node is not JsonObject whole || whole["jsonrpc"].Text() != "2.0") throw RpcFault.InvalidRequest("Not a JSON-RPC 2.0 message");

        var id = whole["id"];
        if (id is not null && id.Text() is null && id.Number() is null) throw RpcFault.InvalidRequest("The id is neither a string nor a number");

        var method = whole["method"].Text();
        if (method is null && id is null) throw RpcFault.InvalidRequest("Neither a method nor an id");
        return new(id, method, whole.Object("params").OrEmpty(), whole);
    }
}
