using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Methods;
using AiGateway.Fakes.Mcp.Protocol;
using AiGateway.Fakes.Mcp.Scripts;
using AiGateway.Fakes.Mcp.Seen;

namespace AiGateway.Fakes.Mcp.Transport;

/// <summary>The URLs: which era a request belongs to, and who answers it.</summary>
internal sealed class McpEndpoint
{
    private readonly ServerParts _parts;
    private readonly ImmutableArray<string> _hosts;
    private readonly ModernEndpoint _modern;
    private readonly LegacyEndpoint _legacy;
    private readonly TwoUrlEndpoint _twoUrls;

    /// <summary>The endpoints of one server.</summary>
    public McpEndpoint(ServerParts parts, EventStreams streams, ImmutableArray<string> hosts)
    {
        var methods = new MethodTable(parts);
        _parts = parts;
        _hosts = hosts;
        _modern = new(parts, methods, streams);
        _legacy = new(parts, methods, streams);
        _twoUrls = new(parts, _legacy, streams);
    }

    private Eras Eras => _parts.Script.Eras;

    public async Task HandleAsync(HttpContext http, SeenRequest seen)
    {
        if (Guards.Refuse(http, _hosts, _parts.Script) is { } refusal)
        {
            http.Response.StatusCode = refusal;
            return;
        }
        RpcMessage? message = null;
        try
        {
            var body = HttpMethods.IsPost(http.Request.Method) ? JsonBytes.Read(seen.Body) : null;
            if (body is JsonObject) message = RpcMessage.Read(body);
            (seen.Method, seen.Subject) = (message?.Method, message?.Subject);
            await RouteAsync(http, body, message);
        }
        catch (RpcFault fault) when (!http.Response.HasStarted)
        {
            await Answers.RefuseAsync(http, message?.Id, fault);
        }
    }

    private Task RouteAsync(HttpContext http, JsonNode? body, RpcMessage? message)
    {
        if (message is not null && _parts.Script.Find(message.Subject, message.Method) is { Status: not null } scripted) return WriteAsync(http, scripted);

        return (http.Request.Method, http.Request.Path.Value) switch
        {
            ("POST", "/mcp") => message is not null && IsModern(http, message) ? ModernAsync(http, message) : LegacyAsync(http, body!),
            ("GET", "/mcp") when Streams(http) => _legacy.GetAsync(http),
            ("DELETE", "/mcp") when Streams(http) => Done(() => _legacy.Delete(http)),
            ("GET", "/sse") when Eras != Eras.Modern => _twoUrls.GetAsync(http),
            ("POST", "/messages") when Eras != Eras.Modern => _twoUrls.PostAsync(http, body!),
            (_, "/mcp") => Done(() => http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed),
            _ => Done(() => http.Response.StatusCode = StatusCodes.Status404NotFound),
        };
    }

    private Task ModernAsync(HttpContext http, RpcMessage message)
    {
        if (Eras != Eras.Legacy) return _modern.HandleAsync(http, message);

        // As servers of that time do: no error that a newer client knows, so that it falls back to the handshake.
        throw new RpcFault(-32000, "Bad Request: Unsupported protocol version", status: StatusCodes.Status400BadRequest);
    }

    private Task LegacyAsync(HttpContext http, JsonNode body)
    {
        if (Eras != Eras.Modern) return _legacy.PostAsync(http, body);
        throw RpcFault.UnsupportedVersion(body.Object("params")?["protocolVersion"].Text() ?? Revisions.Batching, Introductions.Versions(Eras));
    }

    /// <summary>The newer era says so in the body or in the header; a request without either, or within a session, is of the older.</summary>
    private static bool IsModern(HttpContext http, RpcMessage message)
    {
        if (message.Meta?[MetaKeys.ProtocolVersion].Text() is { } version) return !Revisions.IsLegacy(version);

        var header = http.Request.Headers["MCP-Protocol-Version"].ToString();
        return header.Length > 0 && !Revisions.IsLegacy(header) && !http.Request.Headers.ContainsKey("Mcp-Session-Id");
    }

    private bool Streams(HttpContext http) => Eras != Eras.Modern && http.Request.Headers["MCP-Protocol-Version"] != Revisions.Modern;

    private static Task WriteAsync(HttpContext http, ScriptedAnswer scripted)
    {
        http.Response.StatusCode = scripted.Status!.Value;
        if (scripted.Location is { } location) http.Response.Headers.Location = location;
        return scripted.Body is { } body ? http.Response.WriteAsync(body, http.RequestAborted) : Task.CompletedTask;
    }

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
