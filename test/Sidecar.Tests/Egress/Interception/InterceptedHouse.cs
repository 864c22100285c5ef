using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using AiGateway.Rig;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Pipeline;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace AiGateway.Sidecar.Tests.Egress.Interception;

/// <summary>The front door and the whole call path behind TLS that ended here, on a real Kestrel: every connection was judged for one host at port 443.</summary>
internal sealed class InterceptedHouse : IAsyncDisposable
{
    private readonly Interceptor _room = new();
    private readonly WebApplication _app;
    private readonly string _judged;
    private readonly HttpMessageInvoker _http1;
    private readonly HttpMessageInvoker _http2;

    private InterceptedHouse(string judged, RecordStream records)
    {
        (_judged, Records) = (judged, records);
        (_http1, _http2) = (ClientOf(SslApplicationProtocol.Http11), ClientOf(SslApplicationProtocol.Http2));
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.Use(next => connection => EndTlsAsync(connection, next));
        }));
        builder.Services.AddSingleton<SnapshotHolder>();
        builder.Services.AddCallPipeline(new PipelineOptions { OpenJournal = () => records });
        _app = builder.Build();
        var door = new FrontDoor(_app.Services.GetRequiredService<CallPipeline>(), null!, null!, null!, _app.Services.GetRequiredService<SnapshotHolder>());
        _app.Run(door.InvokeAsync);
    }

    public RecordStream Records { get; }

    public static async Task<InterceptedHouse> OpenAsync(string judged, Snapshot? snapshot)
    {
        var house = new InterceptedHouse(judged, new());
        await house._app.StartAsync();
        house._app.Services.GetRequiredService<SnapshotHolder>().Swap(snapshot);
        return house;
    }

    /// <summary>Sends over a connection whose handshake was for the judged host, whatever host the request is for.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Version version)
    {
        (request.Version, request.VersionPolicy) = (version, HttpVersionPolicy.RequestVersionExact);
        var client = version.Major == 2 ? _http2 : _http1;
        return await client.SendAsync(request, TestContext.Current.CancellationToken).WithinBoundAsync();
    }

    /// <summary>What comes back for these very bytes.</summary>
    public async Task<string> TellAsync(string request)
    {
        await using var client = await ConnectAsync(SslApplicationProtocol.Http11, TestContext.Current.CancellationToken);
        await client.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client, Encoding.ASCII);
        return await reader.ReadToEndAsync().WithinBoundAsync();
    }

    /// <summary>A chat in OpenAI's words.</summary>
    public static HttpRequestMessage Chat(string url, string model = "fast", bool stream = false) => new(HttpMethod.Post, url)
    {
        Content = new StringContent(JsonSerializer.Serialize(new { model, stream, messages = new[] { new { role = "user", content = "Hi" } } }), Encoding.UTF8, "application/json"),
        Headers = { { "Authorization", "Bearer sk-of-the-agent" } },
    };

    public async ValueTask DisposeAsync()
    {
        _http1.Dispose();
        _http2.Dispose();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
        _room.Dispose();
    }

    private HttpMessageInvoker ClientOf(SslApplicationProtocol protocol) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) => await ConnectAsync(protocol, cancellationToken),
    });

    private async Task<SslStream> ConnectAsync(SslApplicationProtocol protocol, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(_app.Urls.Single()).Port, cancellationToken);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var options = new SslClientAuthenticationOptions { TargetHost = _judged, ApplicationProtocols = [protocol], CertificateChainPolicy = Trust };
        await tls.AuthenticateAsClientAsync(options, cancellationToken);
        return tls;
    }

    private X509ChainPolicy Trust => Interceptor.Trusting(_room.Authority.Certificate, _room.Time.GetUtcNow().UtcDateTime);

    private async Task EndTlsAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        await using var tls = await _room.Termination.AuthenticateAsync(new DuplexStream(connection.Transport), _judged, connection.ConnectionClosed);
        connection.Features.Set(new JudgedConnection(_judged, 443, IsTls: true));
        connection.Features.Set(new ListenerFeature(Listener.Api));
        connection.Features.Set<ITlsConnectionFeature>(new NoClientCertificate());
        connection.Features.Set<ITlsApplicationProtocolFeature>(new Negotiated(tls.NegotiatedApplicationProtocol.Protocol));
        connection.Transport = new Pipes(PipeReader.Create(tls), PipeWriter.Create(tls));
        await next(connection);
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed record Negotiated(ReadOnlyMemory<byte> ApplicationProtocol) : ITlsApplicationProtocolFeature;

    private sealed class NoClientCertificate : ITlsConnectionFeature
    {
        public X509Certificate2? ClientCertificate { get; set; }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);
    }
}
