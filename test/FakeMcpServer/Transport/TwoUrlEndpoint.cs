using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Methods;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Transport;

/// <summary>2024-11-05: a stream at one URL says where to post, and carries every answer; posts are only accepted.</summary>
internal sealed class TwoUrlEndpoint(ServerParts parts, LegacyEndpoint legacy, EventStreams streams)
{
    public async Task GetAsync(HttpContext http)
    {
        var session = new Session(resumable: false);
        parts.Sessions.Add(session);
        try
        {
            await streams.WriteAsync(http, session.Standalone, 0, $"event: endpoint\ndata: /messages?sessionId={session.Id}\n\n");
        }
        finally
        {
            parts.Sessions.End(session.Id);
        }
    }

    public async Task PostAsync(HttpContext http, JsonNode body)
    {
        if (parts.Sessions.Find(http.Request.Query["sessionId"]) is not { } session)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var message = RpcMessage.Read(body);
        var asks = LegacyEndpoint.Take(session, message);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        // This request is over for its client, and not here: what the client is asked meanwhile must not wait behind it on the same connection.
        http.Response.Headers.Connection = "close";
        await http.Response.CompleteAsync();
        if (!asks) return;

        var (response, _) = await Answers.RespondAsync(legacy.ToCall(session, message, session.Standalone), legacy.AnswerAsync);
        if (response is not null) session.Standalone.Append(response);
    }
}
