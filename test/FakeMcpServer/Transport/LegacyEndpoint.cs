using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Methods;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Transport;

/// <summary>2025-11-25, 2025-06-18 and 2025-03-26: sessions, a stream of the server's own, streams that can be taken up again, DELETE.</summary>
internal sealed class LegacyEndpoint(ServerParts parts, MethodTable methods, EventStreams streams)
{
    private const string SessionHeader = "Mcp-Session-Id";

    public async Task PostAsync(HttpContext http, JsonNode body)
    {
        if (body is JsonObject && RpcMessage.Read(body) is { Method: "initialize", IsRequest: true } hello)
        {
            await InitializeAsync(http, hello);
            return;
        }
        if (await FindAsync(http) is not { } session) return;

        if (body is JsonArray batch) await BatchAsync(http, session, batch);
        else await OneAsync(http, session, RpcMessage.Read(body));
    }

    /// <summary>The server's own stream, or one that broke off.</summary>
    public async Task GetAsync(HttpContext http)
    {
        if (!http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status406NotAcceptable;
            return;
        }
        if (await FindAsync(http) is not { } session) return;

        var last = http.Request.Headers["Last-Event-ID"].ToString();
        if (last.Length == 0) await streams.WriteAsync(http, session.Standalone, session.Standalone.Undelivered);
        else if (session.Resume(last) is var (log, from)) await streams.WriteAsync(http, log, from);
        else await Answers.RefuseAsync(http, null, RpcFault.InvalidRequest("Unknown Last-Event-ID"));
    }

    public void Delete(HttpContext http) =>
        http.Response.StatusCode = parts.Sessions.End(http.Request.Headers[SessionHeader]) ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;

    /// <summary>Notifications and responses end here; a request comes back as a call.</summary>
    public static bool Take(Session session, RpcMessage message)
    {
        if (message.IsResponse) session.Settle(message);
        else if (message.Method == "notifications/cancelled") session.Cancel(message.Params["requestId"]);
        return message.IsRequest;
    }

    public Call ToCall(Session session, RpcMessage message, EventLog log) => new()
    {
        Message = message,
        Log = log,
        Capabilities = session.Capabilities,
        AsksUndeclared = parts.Script.AsksUndeclared,
        Streams = parts.Script.StreamsAnswers,
        Session = session,
        Cancelled = session.Begin(message.Id!),
    };

    /// <summary>The method's answer; the id is free again after it.</summary>
    public async Task<JsonObject> AnswerAsync(Call call)
    {
        try
        {
            if (call.Message.Method != "initialize") return await methods.AnswerAsync(call);

            call.Session!.Introduce(call.Params);
            return Introductions.Initialize(parts, call.Session.Version);
        }
        finally
        {
            call.Session!.End(call.Message.Id!);
        }
    }

    private async Task InitializeAsync(HttpContext http, RpcMessage hello)
    {
        var session = new Session(resumable: true);
        parts.Sessions.Add(session);
        http.Response.Headers[SessionHeader] = session.Id;
        await OneAsync(http, session, hello);
    }

    private async Task OneAsync(HttpContext http, Session session, RpcMessage message)
    {
        if (!Take(session, message))
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }
        await Answers.SendAsync(http, ToCall(session, message, session.OpenStream()), AnswerAsync, streams);
    }

    /// <summary>2025-03-26 alone has batches; each answer is an event of one stream.</summary>
    private async Task BatchAsync(HttpContext http, Session session, JsonArray batch)
    {
        if (session.Version != Revisions.Batching) throw RpcFault.InvalidRequest("This revision has no batches");

        var messages = batch.Select(RpcMessage.Read).ToArray();
        var requests = messages.Where(message => Take(session, message)).ToArray();
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        if (requests.Length == 0) return;

        var log = session.OpenStream();
        log.Open(primed: false);
        http.Response.StatusCode = StatusCodes.Status200OK;
        var finished = FinishAsync(session, requests, log);
        await streams.WriteAsync(http, log, 0);
        await finished;
    }

    private async Task FinishAsync(Session session, RpcMessage[] requests, EventLog log)
    {
        foreach (var request in requests)
        {
            var (response, _) = await Answers.RespondAsync(ToCall(session, request, log), AnswerAsync);
            if (response is not null) log.Append(response);
        }
        log.Finish(null);
    }

    private async Task<Session?> FindAsync(HttpContext http)
    {
        var version = http.Request.Headers["MCP-Protocol-Version"].ToString();
        if (version.Length > 0 && !Revisions.IsLegacy(version))
        {
            await Answers.RefuseAsync(http, null, new(-32000, "Bad Request: Unsupported protocol version", status: StatusCodes.Status400BadRequest));
            return null;
        }
        string? id = http.Request.Headers[SessionHeader];
        if (parts.Sessions.Find(id) is { } session) return session;

        await Answers.RefuseAsync(http, null, id is null
            ? new(-32000, "Bad Request: Mcp-Session-Id header is required", status: StatusCodes.Status400BadRequest)
            : new(-32001, "Session not found", status: StatusCodes.Status404NotFound));
        return null;
    }
}
