using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using AiGateway.Rig;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiGateway.Sidecar.Tests.Snapshots;

public sealed class ProviderConnectionsTests : IAsyncLifetime
{
    private readonly TestAuthority _authority = new("provider");
    private WebApplication _provider = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Uri Origin => new(_provider.Urls.Single().Replace("localhost", "127.0.0.1", StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(_authority.Issue("model.example"));
        }));
        _provider = builder.Build();
        _provider.Run(http =>
        {
            http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            http.Response.Headers.Location = "https://169.254.169.254/";
            http.Response.Headers.SetCookie = "session=1";
            return http.Response.WriteAsync($"{http.Request.Protocol} cookie={http.Request.Headers.Cookie} trace={http.Request.Headers.TraceParent}");
        });
        await _provider.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task SendAsync_OwnRootsAndName_SpeaksHttp2AndFollowsNothing()
    {
        var connection = Connections().Get(Endpoint());

        await AskAsync(connection);
        var (status, text) = await AskAsync(connection);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "HTTP/2 cookie= trace="), (status, text));
    }

    [Fact]
    public async Task SendAsync_WithoutTheRoots_IsRefused() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(Connections().Get(Endpoint() with { CaBundle = null })));

    [Fact]
    public async Task SendAsync_OtherRoots_IsRefused()
    {
        using var other = new TestAuthority("other");
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(Connections().Get(Endpoint() with { CaBundle = other.Pem })));
    }

    [Fact]
    public async Task SendAsync_WrongServerName_IsRefused() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(Connections().Get(Endpoint() with { ServerName = "other.example" })));

    [Fact]
    public async Task SendAsync_NameReboundToLoopback_IsRefused()
    {
        var connections = new ProviderConnections(new(), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        var origin = new Uri($"https://model.example:{Origin.Port}");

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(connections.Get(Endpoint() with { Origin = origin }), origin));

        Assert.Contains("loopback", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_BehindACorporateProxy_AsksItToConnect()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var connections = new ProviderConnections(
            new ProviderConnectionsOptions { Proxy = new Uri($"http://me:word@127.0.0.1:{((IPEndPoint)proxy.LocalEndpoint).Port}") },
            (_, _) => throw new InvalidOperationException("the proxy resolves"));
        var origin = new Uri($"https://model.example:{Origin.Port}");

        var asking = AskAsync(connections.Get(Endpoint() with { Origin = origin }), origin);
        var head = await TunnelAsync(proxy, Origin.Port);

        Assert.Equal(HttpStatusCode.TemporaryRedirect, (await asking).Status);
        Assert.StartsWith($"CONNECT model.example:{Origin.Port} HTTP/1.1", head, StringComparison.Ordinal);
        Assert.Contains($"Proxy-Authorization: Basic {Convert.ToBase64String("me:word"u8)}", head, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-", head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://model.example", "", true)]
    [InlineData("http://model.example", "", false)]
    [InlineData("https://model.example", "model.example", false)]
    [InlineData("https://eu.model.example", ".model.example", false)]
    [InlineData("https://mymodel.example", "model.example", true)]
    [InlineData("https://10.0.0.1", "10.0.0.1", false)]
    [InlineData("https://model.example", "*", false)]
    public void UsesProxy_ByHost_AsTheListSays(string origin, string noProxy, bool uses) =>
        Assert.Equal(uses, new ProviderConnectionsOptions { Proxy = new Uri("http://proxy:1"), NoProxy = [noProxy] }.UsesProxy(new Uri(origin)));

    [Fact]
    public void Get_SameEndpoint_IsOneConnection()
    {
        var connections = Connections();
        var first = connections.Get(Endpoint());

        Assert.Same(first, connections.Get(Endpoint()));
        Assert.NotSame(first, connections.Get(Endpoint() with { ServerName = "other.example" }));
        GC.KeepAlive(first);
    }

    [Fact]
    public async Task Get_NobodyLeft_IsClosedByTheCollector()
    {
        var connections = Connections();
        var gone = Take(connections);

        await Eventually.HoldsAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !gone.TryGetTarget(out _);
            },
            "the connection is collected");

        Assert.Equal(HttpStatusCode.TemporaryRedirect, (await AskAsync(connections.Get(Endpoint()))).Status);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference<HttpMessageInvoker> Take(ProviderConnections connections) => new(connections.Get(Endpoint()));

    private static ProviderConnections Connections() => new(new(), (_, _) => throw new InvalidOperationException("a literal address is not resolved"));

    private ProviderEndpoint Endpoint() => new() { Origin = Origin, CaBundle = _authority.Pem, ServerName = "model.example" };

    private async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpMessageInvoker connection, Uri? url = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url ?? Origin) { Content = new StringContent("{}") };
        using var answer = await connection.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        GC.KeepAlive(connection);
        return (answer.StatusCode, text);
    }

    /// <summary>Accepts one CONNECT, once a password came with it, and joins it with the provider; gives the head that was asked with.</summary>
    private static async Task<string> TunnelAsync(TcpListener proxy, int providerPort)
    {
        var client = await proxy.AcceptTcpClientAsync(Stop);
        var provider = new TcpClient();
        await provider.ConnectAsync(IPAddress.Loopback, providerPort, Stop);
        await ReadHeadAsync(client.GetStream());
        await client.GetStream().WriteAsync(
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Stop);
        var head = await ReadHeadAsync(client.GetStream());
        await client.GetStream().WriteAsync("HTTP/1.1 200 Connection Established\r\n\r\n"u8.ToArray(), Stop);
        _ = client.GetStream().CopyToAsync(provider.GetStream(), Stop);
        _ = provider.GetStream().CopyToAsync(client.GetStream(), Stop);
        return head;
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var letter = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(letter, Stop);
            head.Append((char)letter[0]);
        }

        return head.ToString();
    }
}
