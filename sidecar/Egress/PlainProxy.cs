using System.Net;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Yarp.ReverseProxy.Forwarder;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// Plain HTTP to the outside, request by request: what a proxy's client asks for by its URL, and what came to the transparent port without TLS. A connection that began with one Host and goes
/// on with another is judged anew each time.
/// </summary>
internal sealed class PlainProxy(IHttpForwarder forwarder, PlainConnections connections, EgressWays ways)
{
    /// <summary>Streams may rest; what ends them is their own ends, or the rules.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromHours(24);

    private static readonly ForwarderRequestConfig s_http1 = new() { ActivityTimeout = Rest, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
    private static readonly ForwarderRequestConfig s_http2 = new() { ActivityTimeout = Rest, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    /// <summary>Serves a request whose connection is plain, or that is for a proxy.</summary>
    /// <param name="http">The request.</param>
    /// <param name="intercept">Serves one for a host that is intercepted.</param>
    public async Task InvokeAsync(HttpContext http, Func<HttpContext, JudgedConnection, Task> intercept)
    {
        var way = ways.Open(http.TraceIdentifier, EgressVia.Http);
        try
        {
            var path = Judge(http, way);
            if (way.Verdict.Action == EgressAction.Deny || !ways.TryAdmit(way, isHandedOver: way.Verdict.Action == EgressAction.Intercept)) await RefuseAsync(http, way);
            else if (way.Verdict.Action == EgressAction.Intercept) await intercept(http, new(way.Ask.Name!, way.Ask.Port, IsTls: false) { Dialled = way.Ask.Dialled });
            else await ForwardAsync(http, way, path);
        }
        finally
        {
            await ways.CloseAsync(way);
        }
    }

    private static string Judge(HttpContext http, EgressWay way)
    {
        var judged = http.Features.Get<JudgedConnection>();
        if (PlainTarget.Read(http, judged?.Dialled, judged?.Port) is not { } target)
        {
            way.Verdict = EgressVerdict.Deny(EgressReason.Malformed);
            return "";
        }

        way.Ask = target.Ask;
        if (way.Rules is { } rules)
            way.Verdict = (target.Ask.Dialled is { } dialled ? rules.Decide(dialled) : null) ?? rules.Decide(target.Ask.Name, target.Ask.Port, target.Ask.Dialled);
        return target.PathAndQuery;
    }

    private async Task ForwardAsync(HttpContext http, EgressWay way, string path)
    {
        Unbound(http);
        var target = EgressWays.TargetOf(way);
        var host = IPAddress.TryParse(target.Host, out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : target.Host;
        var config = HttpProtocol.IsHttp2(http.Request.Protocol) ? s_http2 : s_http1;
        var (up, down) = (new CountingStream(http.Request.Body), new CountingStream(http.Response.Body));
        (http.Request.Body, http.Response.Body) = (up, down);
        var error = await forwarder.SendAsync(http, $"http://{host}:{target.Port}", connections.Current, config, new PlainTransformer(path), way.Live!.Token);
        (way.Record.BytesIn, way.Record.BytesOut) = (up.Count, down.Count);
        way.Record.End = http.RequestAborted.IsCancellationRequested ? EgressEnd.AgentClosed : error == ForwarderError.None ? EgressEnd.ServerClosed : EgressEnd.Failed;
        if (error == ForwarderError.None || http.Response.HasStarted || http.RequestAborted.IsCancellationRequested) return;

        if ((way.Live.Cut ?? RefusalIn(http.Features.Get<IForwarderErrorFeature>()?.Exception)) is { } refused) way.Verdict = refused;
        else way.Deny(EgressReason.Unreachable);
        await RefuseAsync(http, way);
    }

    /// <summary>Kestrel's least rates are for the gateway's own answers: a stream to the outside is as slow as its two ends.</summary>
    private static void Unbound(HttpContext http)
    {
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } up) up.MinDataRate = null;
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } down) down.MinDataRate = null;
    }

    private static EgressVerdict? RefusalIn(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is EgressRefusedException refused) return refused.Verdict;
        }

        return null;
    }

    private static async Task RefuseAsync(HttpContext http, EgressWay way)
    {
        var body = EgressAnswers.Body(way);
        http.Response.StatusCode = EgressAnswers.StatusOf(way.Verdict.Reason);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
