using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>What the kernel sends to the transparent port, through the whole sidecar.</summary>
public sealed class TransparentDoorTests : IAsyncLifetime
{
    private const string Address = "192.0.2.7:443";

    private readonly ServerSocket _server = new();
    private EgressHouse _house = null!;

    public async ValueTask InitializeAsync()
    {
        _house = await EgressHouse.StartAsync("pypi.org 198.51.100.0/24:3306 !api.openai.com -evil.example");
        _house.Serve("pypi.org", "203.0.113.1:443", _server.EndPoint);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task AllowedName_IsTunnelledToWhereTheSidecarResolvesIt()
    {
        using var authority = new TestAuthority("outside");
        using var agent = await _house.DialTransparentlyAsync(Address);
        await using var client = new SslStream(new NetworkStream(agent, ownsSocket: false));
        var handshake = client.AuthenticateAsClientAsync(Client("pypi.org", authority));
        using var accepted = await _server.AcceptAsync();
        await using var server = new SslStream(new NetworkStream(accepted, ownsSocket: false));
        await server.AuthenticateAsServerAsync(authority.Issue("pypi.org"));
        await handshake.WithinBoundAsync();

        await client.WriteAsync("hello"u8.ToArray());
        var heard = new byte[5];
        await server.ReadExactlyAsync(heard);
        Assert.Equal("hello"u8.ToArray(), heard);
        agent.Dispose();
        accepted.Dispose();

        var record = Assert.Single(await _house.RecordsAsync(1));
        Assert.Equal("pypi.org", record.GetProperty("server.address").GetString());
        Assert.Equal("192.0.2.7", record.GetProperty("dialled").GetString());
        Assert.Equal("egress.allow: pypi.org", record.GetProperty("rule").GetString());
        Assert.InRange(record.GetProperty("bytesIn").GetInt64(), 200, 4000);
        Assert.InRange(record.GetProperty("bytesOut").GetInt64(), 200, 8000);
    }

    [Fact]
    public async Task AllowedRange_IsTunnelledToWhatWasDialled_AndTheServerSpeaksFirst()
    {
        _house.Serve("db", "198.51.100.4:3306", _server.EndPoint);
        using var agent = await _house.DialTransparentlyAsync("198.51.100.4:3306");
        using var server = await _server.AcceptAsync();

        await server.SendAsync("5.7.0-mysql"u8.ToArray());

        Assert.Equal("5.7.0-mysql"u8.ToArray(), await TunnelHouse.ReadAsync(agent, 11));
    }

    [Theory]
    [InlineData("evil.example", "denied")]
    [InlineData("other.example", "not_allowed")]
    public async Task DeniedName_IsToldByAnAlertAndReset(string name, string reason)
    {
        using var agent = await _house.DialTransparentlyAsync(Address);
        await using var client = new SslStream(new NetworkStream(agent, ownsSocket: false));

        var failed = await Assert.ThrowsAsync<AuthenticationException>(() => client.AuthenticateAsClientAsync(Client(name, null)).WithinBoundAsync());

        Assert.Contains("access denied", failed.ToString(), StringComparison.OrdinalIgnoreCase);
        await TunnelHouse.IsResetAsync(agent);
        var record = Assert.Single(await _house.RecordsAsync(1));
        Assert.Equal((name, "denied", reason, "not_opened"), (Text(record, "server.address"), Text(record, "decision"), Text(record, "reason"), Text(record, "ended")));
        Assert.Contains($"reason=\"{reason}\"", await _house.PageAsync(), StringComparison.Ordinal);
        Assert.Empty(_house.Connected);
    }

    [Theory]
    [InlineData("192.0.2.7:22", "not_allowed")] // Where no name could allow it, it is not waited for one.
    [InlineData("169.254.169.254:80", "address_refused")]
    [InlineData("127.0.0.1:443", "not_redirected")]
    [InlineData("itself", "not_redirected")]
    [InlineData(null, "not_redirected")]
    public async Task DeniedAddress_IsReset(string? dialled, string reason)
    {
        await _house.IsResetAsync(dialled);

        Assert.Equal(reason, Text(Assert.Single(await _house.RecordsAsync(1)), "reason"));
        Assert.Empty(_house.Connected);
    }

    [Fact]
    public async Task NothingSaidInTime_WhereANameDecides_IsReset()
    {
        await using var house = await EgressHouse.StartAsync("pypi.org", TimeSpan.FromMilliseconds(50));

        await house.IsResetAsync(Address);

        Assert.Equal("name_unknown", Text(Assert.Single(await house.RecordsAsync(1)), "reason"));
    }

    [Fact]
    public async Task BrokenHello_IsMalformed()
    {
        using var agent = await _house.DialTransparentlyAsync(Address);

        await agent.SendAsync(new byte[] { 22, 3, 1, 0, 5, 9, 9, 9, 9, 9 });

        await TunnelHouse.IsResetAsync(agent);
        Assert.Equal("malformed", Text(Assert.Single(await _house.RecordsAsync(1)), "reason"));
    }

    [Theory]
    [InlineData("169.254.169.254", "address_refused")]
    [InlineData("127.0.0.1", "address_refused")]
    [InlineData("203.0.113.99", "unreachable")]
    public async Task AllowedNameThatLeadsWhereNothingMay_IsReset(string address, string reason)
    {
        _house.Resolve("pypi.org", address);
        using var agent = await _house.DialTransparentlyAsync(Address);
        await using var client = new SslStream(new NetworkStream(agent, ownsSocket: false));

        await Assert.ThrowsAnyAsync<IOException>(() => client.AuthenticateAsClientAsync(Client("pypi.org", null)).WithinBoundAsync());

        Assert.Equal(reason, Text(Assert.Single(await _house.RecordsAsync(1)), "reason"));
    }

    [Fact]
    public async Task PolicyChange_CutsATunnelThatItDenies()
    {
        _house.Serve("db", "198.51.100.4:3306", _server.EndPoint);
        using var agent = await _house.DialTransparentlyAsync("198.51.100.4:3306");
        using var server = await _server.AcceptAsync();
        await server.SendAsync("some"u8.ToArray());
        await TunnelHouse.ReadAsync(agent, 4);

        await _house.ProgramAsync("pypi.org");

        await TunnelHouse.IsResetAsync(agent);
        await TunnelHouse.IsResetAsync(server);
        var record = Assert.Single(await _house.RecordsAsync(1));
        Assert.Equal(("cut", "not_allowed"), (Text(record, "ended"), Text(record.GetProperty("cut"), "reason")));
    }

    [Fact]
    public async Task InterceptedHost_IsAnsweredByTheSidecarItself()
    {
        using var agent = await _house.DialTransparentlyAsync(Address);
        await using var client = new SslStream(new NetworkStream(agent, ownsSocket: false), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "api.openai.com", ApplicationProtocols = [SslApplicationProtocol.Http11] }).WithinBoundAsync();

        Assert.Contains("AiGateway", client.RemoteCertificate!.Subject, StringComparison.Ordinal);
        await client.WriteAsync(Encoding.ASCII.GetBytes("GET /v1/models HTTP/1.1\r\nHost: api.openai.com\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(client);
        Assert.StartsWith("HTTP/1.1 ", await reader.ReadToEndAsync().WithinBoundAsync(), StringComparison.Ordinal);

        Assert.Equal("intercept", Text(Assert.Single(await _house.RecordsAsync(1)), "action"));
        Assert.Empty(_house.Connected);
    }

    private static string? Text(System.Text.Json.JsonElement record, string name) => record.GetProperty(name).GetString();

    private static SslClientAuthenticationOptions Client(string name, TestAuthority? authority) => new()
    {
        TargetHost = name,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Issuer.Contains(authority is null ? "?" : "outside", StringComparison.Ordinal),
    };
}
