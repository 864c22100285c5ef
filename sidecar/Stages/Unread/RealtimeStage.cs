using System.Net.WebSockets;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>
/// A conversation over a WebSocket: connects to the provider first, so that a failure is still an answer, then to the agent, and lets messages pass both ways. What the agent says is
/// judged message by message against the rules in force at that moment: the session outlives the snapshot that let it begin.
/// </summary>
internal sealed class RealtimeStage(SnapshotHolder snapshots, BlockPool pool, TimeProvider clock)
{
    private const string Protocol = "realtime";
    private static readonly string[] s_headers = ["User-Agent", "OpenAI-Beta"];

    /// <summary>Makes the upgrade possible for a call alone, and not for every request that comes in.</summary>
    private readonly WebSocketMiddleware _upgrade = new(static _ => Task.CompletedTask, Options.Create(new WebSocketOptions()), NullLoggerFactory.Instance);

    public async Task RunAsync(Reservation reservation, HttpContext http, Reply reply)
    {
        await _upgrade.Invoke(http);
        if (!http.WebSockets.IsWebSocketRequest)
        {
            reply.Refusal = new(RefusalReason.InvalidField, "This path is served as a WebSocket over HTTP/1.1 alone.");
            return;
        }

        if (UnreadTarget.Of(reservation.Plan, http, clock.GetUtcNow()).Stops(out var refusal, out var target))
        {
            reply.Refusal = refusal;
            return;
        }

        using var upstream = new ClientWebSocket();
        if (await ConnectAsync(upstream, target, (http, reservation.Handle, reply))) await RelayAsync(upstream, reservation, http, reply);
    }

    private static async Task<bool> ConnectAsync(ClientWebSocket upstream, UnreadTarget target, (HttpContext Http, LiveCall Handle, Reply Reply) call)
    {
        var provider = target.Provider;
        call.Reply.Try(target.Target);
        upstream.Options.CollectHttpResponseDetails = true;
        foreach (var name in s_headers)
        {
            if (call.Http.Request.Headers.TryGetValue(name, out var values)) upstream.Options.SetRequestHeader(name, values.ToString());
        }

        if (Offers(call.Http)) upstream.Options.AddSubProtocol(Protocol);
        if (!provider.Unauthenticated) upstream.Options.SetRequestHeader(provider.KeyHeader, provider.KeyValue.Reveal());
        try
        {
            await upstream.ConnectAsync(WebSocketUrlOf(target.Url), provider.Http, call.Handle.Token);
            call.Reply.Outcome(StatusCodes.Status101SwitchingProtocols, null);
            return true;
        }
        catch (Exception fault) when (fault is WebSocketException or HttpRequestException or IOException or OperationCanceledException)
        {
            call.Reply.Outcome((int)upstream.HttpStatusCode, upstream.HttpStatusCode == 0 ? UpstreamFault.WordOf(fault.InnerException ?? fault, call.Handle.Cause) : null);
            (call.Reply.End, call.Reply.Refusal) = RealtimeEnds.OfConnect(upstream.HttpStatusCode, call.Handle);
            return false;
        }
    }

    private async Task RelayAsync(ClientWebSocket upstream, Reservation reservation, HttpContext http, Reply reply)
    {
        using var agent = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { SubProtocol = Offers(http) ? Protocol : null });
        reply.FirstByteAt = clock.GetTimestamp();
        var session = new RealtimeSession(agent, upstream, reservation, reply);
        await session.RunAsync(pool, snapshots);
    }

    private static bool Offers(HttpContext http) => http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);

    private static Uri WebSocketUrlOf(Uri url) => new UriBuilder(url) { Scheme = url.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs }.Uri;
}
