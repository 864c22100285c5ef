using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

/// <summary>Connections of an agent, through the kernel's rules and the sidecar's transparent port to what is outside.</summary>
public sealed class DoorsTests(SidecarProgram program) : IClassFixture<SidecarProgram>
{
    private static readonly IPAddress Resolved = IPAddress.Parse(ServingPod.Address);

    [Fact]
    public async Task Agent_NameThatIsAllowed_ReachesWhereTheSidecarResolvesIt()
    {
        Skips.WhereNoNamespaces();
        await using var pod = await ServingPod.CreateAsync(program, new() { Allow = ["tls.example:443"] });
        var listener = pod.Listen(new(Resolved, 443));

        using var agent = await pod.ConnectAsync(new(PodNetwork.OutsideAddress, 443)); // Where nothing listens: the name decides.
        await using var client = new SslStream(new NetworkStream(agent), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        var handshake = client.AuthenticateAsClientAsync("tls.example");
        using var accepted = await listener.AcceptAsync().WithinBoundAsync();
        await using var server = new SslStream(new NetworkStream(accepted));
        await server.AuthenticateAsServerAsync(Certificate("tls.example")).WithinBoundAsync();
        await handshake.WithinBoundAsync();
        await server.WriteAsync("hello"u8.ToArray());

        Assert.Equal("CN=tls.example", client.RemoteCertificate!.Subject);
        var heard = new byte[5];
        await client.ReadExactlyAsync(heard).AsTask().WithinBoundAsync();
        Assert.Equal("hello", Encoding.ASCII.GetString(heard));
    }

    [Fact]
    public async Task Agent_NameThatIsNotAllowed_IsToldAndReset()
    {
        Skips.WhereNoNamespaces();
        await using var pod = await ServingPod.CreateAsync(program, new() { Allow = ["tls.example:443"] });
        using var agent = await pod.ConnectAsync(new(PodNetwork.OutsideAddress, 443));
        await using var client = new SslStream(new NetworkStream(agent));

        var failed = await Assert.ThrowsAsync<AuthenticationException>(() => client.AuthenticateAsClientAsync("evil.example").WithinBoundAsync());

        Assert.Contains("access denied", failed.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(SocketError.ConnectionReset, await FailureOfAsync(() => Task.FromResult(agent)));
    }

    [Theory]
    [InlineData("203.0.113.10", "203.0.113.0/24:3306")]
    [InlineData("2001:db8:a::10", "[2001:db8:a::/48]:3306")]
    public async Task Agent_RangeThatIsAllowed_HearsAServerThatSpeaksFirst(string address, string allowed)
    {
        Skips.WhereNoNamespaces();
        await using var pod = await ServingPod.CreateAsync(program, new() { Allow = [allowed] });
        var at = new IPEndPoint(IPAddress.Parse(address), 3306);
        var listener = pod.Listen(at);

        using var agent = await pod.ConnectAsync(at);
        using var server = await listener.AcceptAsync().WithinBoundAsync();
        await server.SendAsync("5.7.0"u8.ToArray());

        var heard = new byte[5];
        await new NetworkStream(agent).ReadExactlyAsync(heard).AsTask().WithinBoundAsync();
        Assert.Equal("5.7.0", Encoding.ASCII.GetString(heard));
    }

    [Theory]
    [InlineData("203.0.113.10", 22)]
    [InlineData("2001:db8:a::10", 22)]
    [InlineData("127.0.0.1", 15081)]
    [InlineData("::1", 15081)]
    public async Task Agent_AddressThatIsNotAllowed_IsReset(string address, int port)
    {
        Skips.WhereNoNamespaces();
        await using var pod = await ServingPod.CreateAsync(program, new() { Allow = ["203.0.113.0/24:3306"] });

        Assert.Equal(SocketError.ConnectionReset, await FailureOfAsync(() => pod.ConnectAsync(new(IPAddress.Parse(address), port))));
    }

    [Fact]
    public async Task Agent_PlainHttp_IsJudgedRequestByRequest()
    {
        Skips.WhereNoNamespaces();
        await using var pod = await ServingPod.CreateAsync(program, new() { Allow = ["web.example:80"] });
        var listener = pod.Listen(new(Resolved, 80));
        using var agent = await pod.ConnectAsync(new(PodNetwork.OutsideAddress, 80));
        await using var stream = new NetworkStream(agent);

        await stream.WriteAsync("GET /1 HTTP/1.1\r\nHost: web.example\r\n\r\nGET /2 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var server = await listener.AcceptAsync().WithinBoundAsync();
        var asked = new byte[1000];
        var count = await server.ReceiveAsync(asked).WithinBoundAsync();
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"u8.ToArray());
        using var reader = new StreamReader(stream);
        var answers = await reader.ReadToEndAsync().WithinBoundAsync();

        Assert.StartsWith("GET /1 HTTP/1.1\r\n", Encoding.ASCII.GetString(asked, 0, count), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 OK", answers, StringComparison.Ordinal);
        Assert.Contains("helloHTTP/1.1 403 Forbidden", answers, StringComparison.Ordinal);
    }

    /// <summary>How a connection fails, be it before it was known to be accepted.</summary>
    private static async Task<SocketError> FailureOfAsync(Func<Task<Socket>> connect)
    {
        var failed = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var agent = await connect();
            await agent.ReceiveAsync(new byte[10]).WithinBoundAsync();
        });
        return failed.SocketErrorCode;
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
