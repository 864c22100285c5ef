using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using AiGateway.Contracts;
using AiGateway.Rig;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>An operator's port: TLS, HTTP/2, the stream's path; what it says is the test's business.</summary>
internal sealed class FakeOperator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<FakeStream> _streams = Channel.CreateUnbounded<FakeStream>();

    private FakeOperator(X509Certificate2 certificate, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinRequestBodyDataRate = null; // As an operator's: a stream may be silent.
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(certificate);
            });
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    /// <summary>Where set, the answer to every stream in place of a stream.</summary>
    public (int Status, string Reason)? Refusal { get; set; }

    public int Asked { get; private set; }

    public int Port { get; private set; }

    public Uri Url => new($"https://localhost:{Port}");

    public static async Task<FakeOperator> StartAsync(X509Certificate2 certificate, int port = 0)
    {
        var fake = new FakeOperator(certificate, port);
        await fake._app.StartAsync();
        fake.Port = new Uri(fake._app.Urls.Single()).Port;
        return fake;
    }

    /// <summary>One that takes the port of the one before: a process that is started meanwhile holds that one's socket for a moment.</summary>
    public static async Task<FakeOperator> RestartAsync(X509Certificate2 certificate, int port)
    {
        FakeOperator? fake = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    fake = await StartAsync(certificate, port);
                }
                catch (IOException taken) when (taken.InnerException is AddressInUseException)
                {
                    return false;
                }

                return true;
            },
            "the port is free again");
        return fake!;
    }

    /// <summary>The next stream that a sidecar opens.</summary>
    public async Task<FakeStream> AcceptAsync()
    {
        using var bounded = new CancellationTokenSource(Eventually.Bound);
        return await _streams.Reader.ReadAsync(bounded.Token);
    }

    /// <summary>The next stream, past its hello.</summary>
    public async Task<(FakeStream Stream, Hello Hello)> GreetAsync()
    {
        var stream = await AcceptAsync();
        return (stream, (await stream.ReadAsync(EnvelopeTypes.Hello)).Hello!);
    }

    public async ValueTask DisposeAsync()
    {
        while (_streams.Reader.TryRead(out var stream)) stream.Close();
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext http)
    {
        Asked++;
        if (Refusal is { } refusal)
        {
            http.Response.StatusCode = refusal.Status;
            await http.Response.WriteAsync(refusal.Reason);
            return;
        }

        Assert.Equal((HttpMethods.Post, Protocol.StreamPath), (http.Request.Method, http.Request.Path.Value));
        await http.Response.Body.FlushAsync();
        var stream = new FakeStream(http);
        await using var gone = http.RequestAborted.Register(stream.Close);
        await _streams.Writer.WriteAsync(stream);
        await stream.Closed;
    }
}
