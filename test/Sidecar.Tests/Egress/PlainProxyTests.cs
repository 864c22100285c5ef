using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>Plain HTTP to the outside, through the whole sidecar: for a proxy, and redirected.</summary>
public sealed class PlainProxyTests : IAsyncLifetime
{
    private EgressHouse _house = null!;
    private Upstream _upstream = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = await Upstream.StartAsync(http => http.Response.WriteAsync($"{http.Request.Host} {http.Request.Method}"));
        _house = await EgressHouse.StartAsync("pypi.org mirror.example:8080 198.51.100.0/24:80 198.51.100.0/24:8081 !api.openai.com:80 -evil.example");
        var server = new IPEndPoint(IPAddress.Loopback, _upstream.BaseUrl.Port);
        _house.Serve("pypi.org", "203.0.113.1:80", server);
        _house.Serve("mirror.example", "203.0.113.2:8080", server);
        _house.Serve("direct", "198.51.100.9:80", server);
        _house.Serve("direct", "198.51.100.9:8081", server);
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("http://pypi.org/simple/%41%2fb/?q=%20x", "pypi.org", 200)]
    [InlineData("http://pypi.org", "pypi.org", 200)]
    [InlineData("http://PyPI.org/", "pypi.org", 200)]
    [InlineData("http://mirror.example:8080/", "mirror.example:8080", 200)]
    [InlineData("http://198.51.100.9:8081/", "198.51.100.9:8081", 200)]
    [InlineData("http://198.51.100.9/", "198.51.100.9", 403)] // A name is denied at this port, and an address tells none.
    [InlineData("http://evil.example/", "evil.example", 403)]
    [InlineData("http://other.example/", "other.example", 403)]
    [InlineData("http://mirror.example/", "mirror.example", 403)]
    [InlineData("http://169.254.169.254/latest/meta-data/", "169.254.169.254", 403)]
    [InlineData("http://metadata.google.internal/", "metadata.google.internal", 403)]
    [InlineData("http://pypi.org/", "evil.example", 400)]
    [InlineData("http://evil.example/", "pypi.org", 400)]
    [InlineData("http://pypi.org@evil.example/", "pypi.org", 400)]
    [InlineData("http://0x7f000001/", "0x7f000001", 400)]
    public async Task ForAProxy_IsJudgedByItsUrl(string url, string host, int status)
    {
        using var agent = await _house.ConnectAsync();

        var answer = await AskAsync(agent, $"GET {url} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == 200 ? 1 : 0, _upstream.Calls.Count);
    }

    [Theory]
    [InlineData("two hosts", "GET / HTTP/1.1\r\nHost: pypi.org\r\nHost: evil.example\r\n\r\n")]
    [InlineData("no host", "GET / HTTP/1.1\r\n\r\n")]
    [InlineData("another port", "GET / HTTP/1.1\r\nHost: pypi.org:8080\r\n\r\n")]
    [InlineData("two lengths", "POST / HTTP/1.1\r\nHost: pypi.org\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde")]
    [InlineData("CONNECT inside", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n")]
    [InlineData("asterisk", "OPTIONS * HTTP/1.1\r\nHost: pypi.org\r\n\r\n")]
    public async Task Redirected_Attack_GoesNowhere(string attack, string request)
    {
        using var agent = await _house.DialTransparentlyAsync("192.0.2.7:80");

        var answer = await AskAsync(agent, request.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));

        Assert.True(answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), attack + ": " + answer);
        Assert.Empty(_house.Connected);
    }

    [Fact]
    public async Task Redirected_EachRequestOfAConnection_IsJudgedByItself()
    {
        using var agent = await _house.DialTransparentlyAsync("192.0.2.7:80");

        var answer = await AskAsync(agent, "GET /1 HTTP/1.1\r\nHost: pypi.org\r\n\r\nGET /2 HTTP/1.1\r\nHost: evil.example\r\n\r\nGET /3 HTTP/1.1\r\nHost: pypi.org\r\nConnection: close\r\n\r\n");

        Assert.Equal([200, 403, 200], StatusesIn(answer));
        Assert.Equal(["/1", "/3"], _upstream.Calls.Select(call => call.Path));
        Assert.Equal(["allowed", "denied", "allowed"], (await _house.RecordsAsync(3)).Select(record => record.GetProperty("reason").GetString()!));
    }

    [Fact]
    public async Task Redirected_AllowedAddress_IsConnectedToThatVeryOne()
    {
        _house.Resolve("whatever.example", "192.0.2.200");
        using var agent = await _house.DialTransparentlyAsync("198.51.100.9:80");
        await _house.ProgramAsync("198.51.100.0/24:80 -evil.example");

        var answer = await AskAsync(agent, "GET / HTTP/1.1\r\nHost: whatever.example\r\nConnection: close\r\n\r\n");

        Assert.Contains("whatever.example GET", answer, StringComparison.Ordinal);
        Assert.Equal("198.51.100.9:80", Assert.Single(_house.Connected).ToString());
    }

    [Fact]
    public async Task Headers_OfTheProxyAndOfTheConnection_StayBehind()
    {
        using var agent = await _house.ConnectAsync();

        await AskAsync(agent, "GET http://pypi.org/ HTTP/1.0\r\nHost: pypi.org\r\nProxy-Authorization: Basic eA==\r\nProxy-Connection: keep-alive\r\nKeep-Alive: 5\r\nX-Mine: 1\r\nX-Other: 2\r\nCookie: a=b\r\nConnection: X-Mine\r\n\r\n");

        var headers = _upstream.Call.Headers;
        Assert.Equal(["Cookie", "Host", "X-Other"], headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("pypi.org", headers["Host"]);
    }

    [Fact]
    public async Task LengthAndChunks_GoOnAsChunksAlone()
    {
        using var agent = await _house.DialTransparentlyAsync("192.0.2.7:80");

        await AskAsync(agent, "POST / HTTP/1.1\r\nHost: pypi.org\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nabcde\r\n0\r\n\r\n");

        Assert.False(_upstream.Call.Headers.ContainsKey("Content-Length"));
        Assert.Equal("abcde"u8.ToArray(), _upstream.Call.Body);
        var record = Assert.Single(await _house.RecordsAsync(1));
        Assert.Equal((5, "pypi.org POST".Length), (record.GetProperty("bytesIn").GetInt32(), record.GetProperty("bytesOut").GetInt32()));
    }

    [Fact]
    public async Task Redirect_OfTheServer_IsTheAgentsToFollow()
    {
        await using var upstream = await Upstream.StartAsync(http =>
        {
            http.Response.Redirect("http://evil.example/");
            return Task.CompletedTask;
        });
        _house.Serve("pypi.org", "203.0.113.1:80", new IPEndPoint(IPAddress.Loopback, upstream.BaseUrl.Port));
        using var agent = await _house.ConnectAsync();

        var answer = await AskAsync(agent, "GET http://pypi.org/ HTTP/1.1\r\nHost: pypi.org\r\nConnection: close\r\n\r\n");

        Assert.Equal([302], StatusesIn(answer));
        Assert.Contains("Location: http://evil.example/", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameThatLeadsToMetadata_IsForbidden()
    {
        _house.Resolve("pypi.org", "169.254.169.254");
        using var agent = await _house.ConnectAsync();

        var answer = await AskAsync(agent, "GET http://pypi.org/ HTTP/1.1\r\nHost: pypi.org\r\nConnection: close\r\n\r\n");

        Assert.Equal([403], StatusesIn(answer));
        Assert.Contains("address_refused", answer, StringComparison.Ordinal);
        Assert.Empty(_house.Connected);
    }

    [Fact]
    public async Task PolicyChange_EndsARequestThatItDenies()
    {
        var arrived = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(async http =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        _house.Serve("pypi.org", "203.0.113.1:80", new IPEndPoint(IPAddress.Loopback, upstream.BaseUrl.Port));
        using var agent = await _house.ConnectAsync();
        var answer = AskAsync(agent, "GET http://pypi.org/ HTTP/1.1\r\nHost: pypi.org\r\nConnection: close\r\n\r\n");
        await arrived.Task.WithinBoundAsync();

        await _house.ProgramAsync("other.example");

        Assert.Contains("not_allowed", await answer, StringComparison.Ordinal);
        Assert.Equal([403], StatusesIn(await answer));
        Assert.Equal("cut", Assert.Single(await _house.RecordsAsync(1)).GetProperty("ended").GetString());
    }

    [Fact]
    public async Task Http2WithoutTls_GoesOnAsHttp2()
    {
        await using var upstream = await Upstream.StartAsync(http => http.Response.WriteAsync(http.Request.Protocol), http2: true);
        _house.Serve("pypi.org", "203.0.113.1:80", new IPEndPoint(IPAddress.Loopback, upstream.BaseUrl.Port));
        using var handler = new SocketsHttpHandler { ConnectCallback = async (_, _) => new NetworkStream(await _house.DialTransparentlyAsync("192.0.2.7:80"), ownsSocket: true) };
        using var client = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        Assert.Equal("HTTP/2", await client.GetStringAsync(new Uri("http://pypi.org/")).WithinBoundAsync());
        using var denied = await client.GetAsync(new Uri("http://evil.example/")).WithinBoundAsync();
        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
    }

    [Fact]
    public async Task WebSocket_Passes()
    {
        await using var upstream = await RealtimeUpstream.StartAsync();
        _house.Serve("pypi.org", "203.0.113.1:80", new IPEndPoint(IPAddress.Loopback, upstream.BaseUrl.Port));
        using var handler = new SocketsHttpHandler { ConnectCallback = async (_, _) => new NetworkStream(await _house.DialTransparentlyAsync("192.0.2.7:80"), ownsSocket: true) };
        using var invoker = new HttpMessageInvoker(handler);
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(new Uri("ws://pypi.org/"), invoker, CancellationToken.None).WithinBoundAsync();

        Assert.Equal(WebSocketState.Open, socket.State);
    }

    private static List<int> StatusesIn(string answer) =>
        [.. answer.Split("HTTP/1.1 ").Skip(1).Select(part => int.Parse(part.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture))];

    private static async Task<string> AskAsync(Socket agent, string request)
    {
        await agent.SendAsync(Encoding.ASCII.GetBytes(request));
        return Encoding.UTF8.GetString(await TunnelHouse.ReadToEndAsync(agent));
    }
}
