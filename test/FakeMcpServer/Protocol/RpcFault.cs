using System.Text.Json.Nodes;

namespace AiGateway.Fakes.Mcp.Protocol;

/// <summary>An error of JSON-RPC, and the HTTP status that 2026-07-28 wants beside it; older revisions answer with 200.</summary>
internal sealed class RpcFault(int code, string message, JsonNode? data = null, int status = StatusCodes.Status200OK) : Exception(message)
{
    public const int InvalidParamsCode = -32602;

    public int Code => code;

    public new JsonNode? Data => data;

    public int Status => status;

    public static RpcFault NotJson() => new(-32700, "Parse error", status: StatusCodes.Status400BadRequest);

    public static RpcFault InvalidRequest(string message) => new(-32600, message, status: StatusCodes.Status400BadRequest);

    public static RpcFault MethodNotFound(string method) => new(-32601, $"Method not found: {method}", status: StatusCodes.Status404NotFound);

    public static RpcFault InvalidParams(string message, JsonNode? data = null) => new(InvalidParamsCode, message, data);

    /// <summary>The envelope itself is wrong: 2026-07-28, basic/index, "_meta".</summary>
    public static RpcFault InvalidEnvelope(string message) => new(InvalidParamsCode, message, status: StatusCodes.Status400BadRequest);

    /// <summary>2026-07-28, streamable-http, "Server Validation".</summary>
    public static RpcFault HeaderMismatch(string message) => new(-32020, $"Header mismatch: {message}", status: StatusCodes.Status400BadRequest);

    /// <summary>The capability as an object that the client's own capabilities would have to contain.</summary>
    public static RpcFault MissingCapability(JsonObject required) =>
        new(-32021, "Missing required client capability", new JsonObject { ["requiredCapabilities"] = required }, StatusCodes.Status400BadRequest);

    public static RpcFault UnsupportedVersion(string requested, IEnumerable<string> supported) =>
        new(-32022, "Unsupported protocol version", new JsonObject
        {
            ["supported"] = new JsonArray([.. supported.Select(version => JsonValue.Create(version))]),
            ["requested"] = requested,
        }, StatusCodes.Status400BadRequest);

    /// <summary>The code changed with 2026-07-28 (SEP-2164).</summary>
    public static RpcFault ResourceNotFound(string uri, bool modern) => new(modern ? InvalidParamsCode : -32002, "Resource not found", new JsonObject { ["uri"] = uri });
}
