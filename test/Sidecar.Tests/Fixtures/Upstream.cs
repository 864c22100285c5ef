using System.Collections.Concurrent;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>A provider made of one delegate, on a port of its own; keeps what arrived.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<UpstreamCall> _calls = new();

    private Upstream(WebApplication app, RequestDelegate answer)
    {
        _app = app;
        app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            _calls.Enqueue(new(http.Request.Path, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()) { Method = http.Request.Method, Query = http.Request.QueryString.Value ?? "" });
            await answer(http);
        });
    }

    public IReadOnlyCollection<UpstreamCall> Calls => _calls;

    public UpstreamCall Call => Assert.Single(_calls);

    public Uri BaseUrl => new(_app.Urls.Single() + "/v1");

    public static async Task<Upstream> StartAsync(RequestDelegate answer, bool http2 = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = http2 ? HttpProtocols.Http2 : HttpProtocols.Http1AndHttp2);
        });
        var upstream = new Upstream(builder.Build(), answer);
        await upstream._app.StartAsync();
        return upstream;
    }

    /// <summary>Answers every call with this JSON.</summary>
    public static Task<Upstream> OfJsonAsync(string json, int status = 200) => StartAsync(http => JsonAsync(http, json, status));

    /// <summary>Answers every call with these events, each flushed, and ends.</summary>
    public static Task<Upstream> OfEventsAsync(params string[] events) => StartAsync(async http =>
    {
        http.Response.ContentType = "text/event-stream";
        foreach (var text in events) await EventAsync(http, text);
    });

    public static Task JsonAsync(HttpContext http, string json, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(json);
    }

    public static async Task EventAsync(HttpContext http, string data)
    {
        await http.Response.WriteAsync($"data: {data}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
