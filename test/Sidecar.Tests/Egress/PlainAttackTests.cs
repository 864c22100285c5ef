using System.Net.Sockets;
using System.Text;
using AiGateway.Rig;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>What an agent, or the server that it may reach, tries with plain HTTP to be read otherwise behind the judge than before it.</summary>
public sealed class PlainAttackTests : IAsyncLifetime
{
    private readonly ServerSocket _server = new();
    private EgressHouse _house = null!;

    public async ValueTask InitializeAsync()
    {
        _house = await EgressHouse.StartAsync("pypi.org -evil.example");
        _house.Serve("pypi.org", "203.0.113.1:80", _server.EndPoint);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _house.DisposeAsync();
    }

    [Theory]
    [InlineData("carriage return in the path", "/a\rHost:evil.example")]
    [InlineData("carriage return in the query", "/a?b\rHost:evil.example")]
    [InlineData("tab", "/a\tHTTP/1.1")]
    [InlineData("delete", "/a\u007f")]
    [InlineData("escape", "/a\u001b[2J")]
    public async Task Target_WithWhatNoTargetHas_GoesNowhere(string attack, string target)
    {
        foreach (var (client, form) in new[] { (await _house.ConnectAsync(), "http://pypi.org" + target), (await _house.DialTransparentlyAsync("192.0.2.7:80"), target) })
        {
            using var agent = client;
            var answer = await EgressHouse.AskAsync(agent, $"GET {form} HTTP/1.1\r\nHost: pypi.org\r\nConnection: close\r\n\r\n").WithinBoundAsync();

            Assert.True(answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), attack + ": " + answer);
        }

        Assert.Empty(_house.Connected);
    }

    [Fact]
    public async Task Upgrade_ToHttp2_IsNotPassedOn()
    {
        using var agent = await _house.DialTransparentlyAsync("192.0.2.7:80");
        await agent.SendAsync("GET / HTTP/1.1\r\nHost: pypi.org\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"u8.ToArray());

        using var server = await _server.AcceptAsync();
        var head = await EgressHouse.ReadHeadAsync(server);

        Assert.DoesNotContain("h2c", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("HTTP2-Settings", head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Server_ThatSwitchesUnasked_GetsNoTunnel()
    {
        using var agent = await _house.DialTransparentlyAsync("192.0.2.7:80");
        await agent.SendAsync("GET / HTTP/1.1\r\nHost: pypi.org\r\n\r\nGET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var server = await _server.AcceptAsync();
        await EgressHouse.ReadHeadAsync(server);

        await server.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"u8.ToArray());

        Assert.DoesNotContain("evil", Encoding.ASCII.GetString(await ReadAllAsync(server)), StringComparison.Ordinal);
        Assert.DoesNotContain(" 101 ", Encoding.ASCII.GetString(await ReadAllAsync(agent)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ToAnAddressThatIsDeniedLater_IsCut()
    {
        using var agent = await _house.DialTransparentlyAsync("192.0.2.7:80");
        await agent.SendAsync("GET / HTTP/1.1\r\nHost: pypi.org\r\n\r\n"u8.ToArray());
        using var server = await _server.AcceptAsync();
        await EgressHouse.ReadHeadAsync(server);
        await server.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"u8.ToArray());
        await EgressHouse.ReadHeadAsync(agent);

        await _house.ProgramAsync("pypi.org -203.0.113.0/24:80");

        Assert.Empty(await ReadAllAsync(server));
        Assert.DoesNotContain("0\r\n\r\n", Encoding.ASCII.GetString(await ReadAllAsync(agent)), StringComparison.Ordinal);
    }

    /// <summary>Everything until it ends, orderly or not.</summary>
    private static async Task<byte[]> ReadAllAsync(Socket socket)
    {
        using var all = new MemoryStream();
        var bytes = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(bytes).WithinBoundAsync() is > 0 and var count) all.Write(bytes, 0, count);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // As good an end as any.
        }

        return all.ToArray();
    }
}
