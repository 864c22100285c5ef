using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>CONNECT at the API port, through the whole sidecar.</summary>
public sealed class ConnectDoorTests : IAsyncLifetime
{
    private readonly ServerSocket _server = new();
    private EgressHouse _house = null!;

    public async ValueTask InitializeAsync()
    {
        _house = await EgressHouse.StartAsync("pypi.org *.rebound.example localhost.example:15082 198.51.100.0/24:22 !api.openai.com -evil.example");
        _house.Serve("pypi.org", "203.0.113.1:443", _server.EndPoint);
        _house.Serve("ssh", "198.51.100.4:22", _server.EndPoint);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task AllowedName_IsTunnelledAfterThe200()
    {
        using var agent = await _house.ConnectAsync();
        var (answer, server) = await EstablishAsync(agent, "pypi.org:443");
        using var _ = server;

        Assert.Equal("HTTP/1.1 200 Connection Established\r\n\r\n", answer);
        await server.SendAsync("220 "u8.ToArray());
        await agent.SendAsync("EHLO\r\n"u8.ToArray());
        Assert.Equal("220 "u8.ToArray(), await TunnelHouse.ReadAsync(agent, 4));
        Assert.Equal("EHLO\r\n"u8.ToArray(), await TunnelHouse.ReadAsync(server, 6));
        agent.Shutdown(SocketShutdown.Send);
        Assert.Empty(await TunnelHouse.ReadToEndAsync(server));
        await server.SendAsync("bye"u8.ToArray());
        server.Shutdown(SocketShutdown.Send);
        Assert.Equal("bye"u8.ToArray(), await TunnelHouse.ReadToEndAsync(agent));

        var record = Assert.Single(await _house.RecordsAsync(1));
        Assert.Equal(("connect", "pypi.org", "agent_closed", 6, 7), (Text(record, "via"), Text(record, "server.address"), Text(record, "ended"), record.GetProperty("bytesIn").GetInt32(), record.GetProperty("bytesOut").GetInt32()));
    }

    [Fact]
    public async Task HeadInPieces_AndBytesBehindIt_ArriveInOrder()
    {
        using var agent = await _house.ConnectAsync();
        foreach (var letter in "CONNECT pypi.org:443 HTTP/1.1\r\nHost: pypi.org:443\r\n\r\nearly"u8.ToArray()) await agent.SendAsync(new[] { letter });

        using var server = await _server.AcceptAsync();

        Assert.Equal("early"u8.ToArray(), await TunnelHouse.ReadAsync(server, 5));
        Assert.StartsWith("HTTP/1.1 200 ", await EgressHouse.ReadHeadAsync(agent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllowedAddress_IsTunnelledThere()
    {
        using var agent = await _house.ConnectAsync();
        var (answer, server) = await EstablishAsync(agent, "198.51.100.4:22");
        using var _ = server;

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        await server.SendAsync("SSH-2.0-"u8.ToArray());
        Assert.Equal("SSH-2.0-"u8.ToArray(), await TunnelHouse.ReadAsync(agent, 8));
    }

    [Theory]
    [InlineData("other.example:443", 403, "not_allowed")]
    [InlineData("evil.example:443", 403, "denied")]
    [InlineData("pypi.org:22", 403, "not_allowed")]
    [InlineData("192.0.2.9:443", 403, "name_unknown")]
    [InlineData("127.0.0.1:15080", 403, "not_redirected")]
    [InlineData("[::1]:15082", 403, "not_redirected")]
    [InlineData("[::ffff:127.0.0.1]:443", 403, "not_redirected")]
    [InlineData("0.0.0.0:443", 403, "not_redirected")]
    [InlineData("169.254.169.254:80", 403, "address_refused")]
    [InlineData("[fd00:ec2::254]:80", 403, "address_refused")]
    [InlineData("metadata.google.internal:443", 403, "address_refused")]
    [InlineData("localhost:443", 403, "not_allowed")]
    [InlineData("meta.rebound.example:443", 403, "address_refused")]
    [InlineData("loop.rebound.example:443", 403, "address_refused")]
    [InlineData("localhost.example:15082", 403, "address_refused")]
    [InlineData("none.rebound.example:443", 502, "unreachable")]
    [InlineData("silent.rebound.example:443", 502, "unreachable")]
    [InlineData("user@pypi.org:443", 400, "malformed")]
    [InlineData("pypi.org:0", 400, "malformed")]
    [InlineData("pypi.org:65536", 400, "malformed")]
    [InlineData("0x7f000001:443", 400, "malformed")]
    public async Task Refused_SaysWhoAndWhy_AndEndsTheConnection(string target, int status, string code)
    {
        _house.Resolve("meta.rebound.example", "169.254.169.254");
        _house.Resolve("loop.rebound.example", "127.0.0.1", "::1");
        _house.Resolve("localhost.example", "127.0.0.1");
        _house.Resolve("silent.rebound.example", "203.0.113.77");
        using var agent = await _house.ConnectAsync();

        var head = await EgressHouse.AskAsync(agent, $"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\nGET /openai/v1/models HTTP/1.1\r\nHost: 127.0.0.1:{_house.ApiPort}\r\n\r\n");
        var rest = Encoding.UTF8.GetString(await TunnelHouse.ReadToEndAsync(agent));

        Assert.StartsWith($"HTTP/1.1 {status} ", head, StringComparison.Ordinal);
        using var body = JsonDocument.Parse(rest); // And nothing behind it: what followed was read by nobody.
        Assert.Equal(code, Text(body.RootElement.GetProperty("error"), "code"));
        Assert.Equal(code, Text(Assert.Single(await _house.RecordsAsync(1)), "reason"));
    }

    [Theory]
    [InlineData("pypi.org")]
    [InlineData("front.example")]
    [InlineData(null)]
    public async Task TlsWithAnEncryptedName_IsCut(string? outside)
    {
        using var agent = await _house.ConnectAsync();
        var (_, server) = await EstablishAsync(agent, "pypi.org:443");
        using var _ = server;

        await agent.SendAsync(GivenHello.Of(outside, GivenHello.Encrypted));

        await TunnelHouse.IsResetAsync(server);
        var record = Assert.Single(await _house.RecordsAsync(1));
        Assert.Equal(("denied", "name_unknown", 0), (Text(record, "decision"), Text(record, "reason"), record.GetProperty("bytesIn").GetInt32()));
    }

    [Theory]
    [InlineData("X: y\r\n", 101, 1)]
    [InlineData("X: y\r\n", 1, 9000)]
    public async Task HeaderBomb_IsMalformed(string field, int fields, int length)
    {
        using var agent = await _house.ConnectAsync();

        var head = await EgressHouse.AskAsync(agent, "CONNECT pypi.org:443 HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat(field, fields)) + $"Y: {new string('a', length)}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", head, StringComparison.Ordinal);
        Assert.Equal("malformed", Text(Assert.Single(await _house.RecordsAsync(1)), "reason"));
    }

    [Theory]
    [InlineData("pypi.org", null)]
    [InlineData("evil.example", "malformed")]
    [InlineData("files.pypi.org", "malformed")]
    public async Task TlsThroughAName_MustBeForIt(string server, string? reason)
    {
        using var agent = await _house.ConnectAsync();
        var (_, accepted) = await EstablishAsync(agent, "pypi.org:443");
        using var __ = accepted;
        await using var client = new SslStream(new NetworkStream(agent, ownsSocket: false));
        var handshake = client.AuthenticateAsClientAsync(server);

        if (reason is null)
        {
            Assert.Equal(22, (await TunnelHouse.ReadAsync(accepted, 1))[0]);
            return;
        }

        await Assert.ThrowsAnyAsync<IOException>(() => handshake.WithinBoundAsync());
        await TunnelHouse.IsResetAsync(accepted); // Not a byte of it went out.
        Assert.Equal(reason, Text(Assert.Single(await _house.RecordsAsync(1)), "reason"));
    }

    [Fact]
    public async Task InterceptedName_IsAnsweredByTheSidecarItself()
    {
        using var agent = await _house.ConnectAsync();
        Assert.StartsWith("HTTP/1.1 200 ", await EgressHouse.AskAsync(agent, "CONNECT api.openai.com:443 HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        await using var client = new SslStream(new NetworkStream(agent, ownsSocket: false), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await client.AuthenticateAsClientAsync("api.openai.com").WithinBoundAsync();

        await client.WriteAsync("GET /v1/models HTTP/1.1\r\nHost: api.openai.com\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(client);
        Assert.StartsWith("HTTP/1.1 ", await reader.ReadToEndAsync().WithinBoundAsync(), StringComparison.Ordinal);

        Assert.Equal(("intercept", "connect"), (Text(Assert.Single(await _house.RecordsAsync(1)), "action"), Text(Assert.Single(await _house.RecordsAsync(1)), "via")));
    }

    /// <summary>What an address leaves open is looked at after the 200, as at the transparent port.</summary>
    [Theory]
    [InlineData("api.openai.com", "intercept")]
    [InlineData("other.example", "tunnel")]
    public async Task AllowedAddress_WhereANameIsIntercepted_IsPeeked(string name, string action)
    {
        await using var house = await EgressHouse.StartAsync("198.51.100.0/24:443 !api.openai.com");
        using var authority = new TestAuthority("outside");
        house.Serve("direct", "198.51.100.4:443", _server.EndPoint);
        using var agent = await house.ConnectAsync();
        Assert.StartsWith("HTTP/1.1 200 ", await EgressHouse.AskAsync(agent, "CONNECT 198.51.100.4:443 HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        var client = new SslStream(new NetworkStream(agent, ownsSocket: false), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        var handshake = client.AuthenticateAsClientAsync(name);
        if (action == "tunnel")
        {
            using var accepted = await _server.AcceptAsync();
            await using var server = new SslStream(new NetworkStream(accepted, ownsSocket: false));
            await server.AuthenticateAsServerAsync(authority.Issue(name)).WithinBoundAsync();
        }

        await handshake.WithinBoundAsync();
        if (action == "intercept")
        {
            await client.WriteAsync("GET /v1/models HTTP/1.1\r\nHost: api.openai.com\r\nConnection: close\r\n\r\n"u8.ToArray());
            Assert.NotEqual(0, await client.ReadAsync(new byte[100]).AsTask().WithinBoundAsync());
        }

        await client.DisposeAsync();
        agent.Dispose();

        var record = Assert.Single(await house.RecordsAsync(1));
        Assert.Equal((action, name), (Text(record, "action"), Text(record, "server.address")));
        Assert.Equal(action == "tunnel" ? 1 : 0, house.Connected.Count);
    }

    [Fact]
    public async Task PolicyChange_CutsATunnelThatItDenies()
    {
        using var agent = await _house.ConnectAsync();
        var (_, server) = await EstablishAsync(agent, "pypi.org:443");
        using var __ = server;
        await agent.SendAsync("some"u8.ToArray());
        await TunnelHouse.ReadAsync(server, 4);

        await _house.ProgramAsync("other.example");

        await TunnelHouse.IsResetAsync(server);
        await TunnelHouse.IsResetAsync(agent);
        Assert.Equal("cut", Text(Assert.Single(await _house.RecordsAsync(1)), "ended"));
    }

    private async Task<(string Answer, Socket Server)> EstablishAsync(Socket agent, string target)
    {
        var answer = await EgressHouse.AskAsync(agent, $"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\nProxy-Authorization: Basic eA==\r\n\r\n");
        return (answer, await _server.AcceptAsync());
    }

    private static string? Text(JsonElement record, string name) => record.GetProperty(name).GetString();
}
