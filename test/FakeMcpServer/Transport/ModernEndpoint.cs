using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Methods;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Transport;

/// <summary>2026-07-28: every POST stands for itself; a client that hangs up cancels.</summary>
internal sealed class ModernEndpoint(ServerParts parts, MethodTable methods, EventStreams streams)
{
    public Task HandleAsync(HttpContext http, RpcMessage message)
    {
        if (message.IsResponse) throw RpcFault.InvalidRequest("Clients do not send responses in this revision");

        if (!message.IsRequest)
        {
            // The revision says nothing of the headers of notifications, and clients that still send some leave them out.
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return Task.CompletedTask;
        }
        CheckVersion(http, message);
        if (!parts.Script.LaxHeaders) HeaderCheck.Compare(http, message, parts.Tools);
        return Answers.SendAsync(http, ToCall(http, message), methods.AnswerAsync, streams);
    }

    private Call ToCall(HttpContext http, RpcMessage message) => new()
    {
        Message = message,
        Log = new(null),
        Capabilities = message.Meta.Object(MetaKeys.ClientCapabilities).OrEmpty(),
        AsksUndeclared = parts.Script.AsksUndeclared,
        Streams = parts.Script.StreamsAnswers,
        Cancelled = http.RequestAborted,
    };

    private void CheckVersion(HttpContext http, RpcMessage message)
    {
        var header = http.Request.Headers["MCP-Protocol-Version"].ToString();
        if (header.Length == 0) throw RpcFault.HeaderMismatch("MCP-Protocol-Version is missing");
        if (message.Meta?[MetaKeys.ProtocolVersion].Text() is not { } version) throw RpcFault.InvalidEnvelope($"_meta lacks {MetaKeys.ProtocolVersion}");
        if (message.Meta.Object(MetaKeys.ClientCapabilities) is null) throw RpcFault.InvalidEnvelope($"_meta lacks {MetaKeys.ClientCapabilities}");
        if (version != header) throw RpcFault.HeaderMismatch("MCP-Protocol-Version is not the version in _meta");
        if (version != Revisions.Modern) throw RpcFault.UnsupportedVersion(version, Introductions.Versions(parts.Script.Eras));
    }
}
