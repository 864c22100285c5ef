using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>What is asked of a tool server? Reads the body once, holds the headers against it, and believes no header about anything else.</summary>
internal sealed class McpIdentify(BodyReader bodies, McpLedgers ledgers)
{
    public async ValueTask<Step<Call>> RunAsync(HttpContext http, CallPlace place)
    {
        var headers = McpHeaders.Of(http.Request.Headers);
        if (!HttpMethods.IsPost(http.Request.Method)) return Listen(http.Request, place, headers);
        if (!PlainJson.Is(http.Request)) return new Refusal(RefusalReason.WrongContentType, "The body must be application/json in UTF-8, without a content encoding.");

        var (body, fault) = await bodies.ReadAsync(http);
        if (body is null) return BodyFaults.RefusalOf(fault);
        if (!Read(http, place, headers, body).Stops(out var refusal, out var request)) return CallOf(request);

        body.Dispose();
        return refusal;
    }

    /// <summary>To listen, or to end a session; no later revision than 2025-11-25 has either.</summary>
    private Step<Call> Listen(HttpRequest http, CallPlace place, in McpHeaders headers)
    {
        if (headers.Fault is { } fault) return fault;
        if (headers.Era == McpEra.Modern)
            return new Refusal(RefusalReason.MethodNotAllowed, "Revision 2026-07-28 has POST alone.", HttpMethods.Post) { ReplyTo = McpReplyTo.Nobody with { Era = McpEra.Modern } };
        if (headers.Version is { } version && McpVersions.Find(version) is null) return McpAgreement.Unsupported(version);

        var isGet = HttpMethods.IsGet(http.Method);
        return CallOf(new()
        {
            Server = place.Server!,
            Verb = isGet ? McpVerb.Get : McpVerb.Delete,
            Version = headers.Version,
            Session = headers.Session,
            LastEventId = isGet ? headers.LastEventId : null,
        });
    }

    private static Step<McpRequest> Read(HttpContext context, CallPlace place, in McpHeaders headers, Body body)
    {
        var http = context.Request;
        if (McpReader.Read(body, headers.Era).Stops(out var refusal, out var content)) return refusal;

        refusal = McpAgreement.Check(content, headers, out var era);
        if (refusal is null && content.Messages is [{ Method: McpMethod.ToolsCall } call]) refusal = ParameterMirrors.Check(http.Headers, call, body);
        if (refusal is not null) return refusal with { ReplyTo = refusal.ReplyTo ?? McpReplyTo.Of(era, content.Messages, content.IsBatch) with { IsReadElsewhere = place.Token is not null } };

        return new McpRequest
        {
            Server = place.Server!,
            Verb = McpVerb.Post,
            Era = era,
            Version = content.MetaVersion ?? content.AskedVersion ?? headers.Version,
            Session = era == McpEra.Legacy ? headers.Session : null,
            Endpoint = place.Token,
            Body = body,
            Messages = content.Messages,
            IsBatch = content.IsBatch,
            Mirrors = ParameterMirrors.Of(http.Headers),
            KeepAlive = place.Token is null && TakesStream(http) ? new(context.Response) : null,
        };
    }

    /// <summary>Whether the agent takes an answer as a stream of events.</summary>
    private static bool TakesStream(HttpRequest http)
    {
        foreach (var accept in http.Headers.Accept)
        {
            if (accept?.Contains(KeepAlive.MediaType, StringComparison.OrdinalIgnoreCase) == true) return true;
        }

        return false;
    }

    private Call CallOf(McpRequest request)
    {
        request.Asks = McpAsks.Of(request, ledgers.Tasks);
        return new()
        {
            Operation = HasToolCall(request) ? Operation.ExecuteTool : Operation.Mcp,
            Dialect = Dialect.Mcp,
            Format = WireFormat.Mcp,
            Mcp = request,
        };
    }

    private static bool HasToolCall(McpRequest request)
    {
        foreach (var message in request.Messages)
        {
            if (message.Method == McpMethod.ToolsCall) return true;
        }

        return false;
    }
}
