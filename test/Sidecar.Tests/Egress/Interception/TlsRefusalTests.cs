using System.Net.Security;
using System.Security.Authentication;
using AiGateway.Rig;
using AiGateway.Sidecar.Egress;

namespace AiGateway.Sidecar.Tests.Egress.Interception;

/// <summary>A client that does not take the pod's certificate is told from one that failed otherwise: its record is the only one who knows why an agent that worked elsewhere does not here.</summary>
public sealed class TlsRefusalTests : IDisposable
{
    private readonly Interceptor _room = new();

    public void Dispose() => _room.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Authenticate_ClientThatTrustsOthersAlone_HasRefusedTheCertificate(SslProtocols version)
    {
        using var stranger = new Interceptor();
        var (agent, server) = await Interceptor.ConnectAsync();
        var ending = EndAsync(server);
        await using (var client = new SslStream(agent))
        {
            await Assert.ThrowsAsync<AuthenticationException>(
                () => client.AuthenticateAsClientAsync(Interceptor.Client(version, stranger.Authority.Certificate), TestContext.Current.CancellationToken));
        }

        await Assert.ThrowsAsync<CertificateRefusedException>(() => ending.WithinBoundAsync());
        Assert.False(server.CanRead);
    }

    /// <summary>Clients on Node look at the certificate when the handshake is over, and then just close.</summary>
    [Fact]
    public async Task Authenticate_ClientThatLeavesWhenTheHandshakeIsDone_HasRefusedTheCertificate()
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        var ending = EndAsync(server);
        await using var client = new SslStream(agent);
        await client.AuthenticateAsClientAsync(Options(SslProtocols.Tls13), TestContext.Current.CancellationToken);

        await client.ShutdownAsync();
        agent.Close();

        await Assert.ThrowsAsync<CertificateRefusedException>(() => ending.WithinBoundAsync());
    }

    /// <summary>The server hears of the end of a connection before it has read the last of it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Authenticate_CancelledByTheClientsLeaving_HasRefusedTheCertificate(bool handshakeDone)
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        using var closed = new CancellationTokenSource();
        var ending = _room.Termination.AuthenticateAsync(server, Interceptor.Name, closed.Token);
        await using var client = new SslStream(agent);
        if (handshakeDone) await client.AuthenticateAsClientAsync(Options(SslProtocols.Tls13), TestContext.Current.CancellationToken);
        else await agent.WriteAsync(await Interceptor.HelloAsync(), TestContext.Current.CancellationToken);
        await agent.ReadExactlyAsync(new byte[handshakeDone ? 1 : 500], TestContext.Current.CancellationToken);

        await closed.CancelAsync();
        agent.Close();

        await Assert.ThrowsAsync<CertificateRefusedException>(() => ending.WithinBoundAsync());
    }

    [Fact]
    public async Task Authenticate_ClientThatLeavesInSilenceWhenItSawTheCertificate_HasRefusedIt()
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        var ending = EndAsync(server);
        await agent.WriteAsync(await Interceptor.HelloAsync(), TestContext.Current.CancellationToken);
        await agent.ReadExactlyAsync(new byte[500], TestContext.Current.CancellationToken);

        agent.Close();

        await Assert.ThrowsAsync<CertificateRefusedException>(() => ending.WithinBoundAsync());
    }

    /// <summary>Alerts of RFC 5246, section 7.2.2, in the clear as TLS 1.2 has them.</summary>
    [Theory]
    [InlineData(42, true)] // bad_certificate
    [InlineData(43, true)] // unsupported_certificate
    [InlineData(44, true)] // certificate_revoked
    [InlineData(45, true)] // certificate_expired
    [InlineData(46, true)] // certificate_unknown
    [InlineData(48, true)] // unknown_ca
    [InlineData(49, true)] // access_denied
    [InlineData(40, false)] // handshake_failure
    [InlineData(47, false)] // illegal_parameter
    [InlineData(50, false)] // decode_error
    [InlineData(80, false)] // internal_error
    public async Task Authenticate_AlertAfterTheCertificate_IsARefusalWhereItIsOfTheCertificate(byte alert, bool isRefusal)
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        var ending = EndAsync(server);
        await agent.WriteAsync(await Interceptor.HelloAsync(SslProtocols.Tls12), TestContext.Current.CancellationToken);
        await agent.ReadExactlyAsync(new byte[500], TestContext.Current.CancellationToken);

        await agent.WriteAsync(new byte[] { 0x15, 3, 3, 0, 2, 2, alert }, TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAnyAsync<AuthenticationException>(() => ending.WithinBoundAsync());
        Assert.Equal(isRefusal, failure is CertificateRefusedException);
        agent.Close();
    }

    private Task<SslStream> EndAsync(Stream server) => _room.Termination.AuthenticateAsync(server, Interceptor.Name, TestContext.Current.CancellationToken);

    private SslClientAuthenticationOptions Options(SslProtocols version) => Interceptor.Client(version, _room.Authority.Certificate);
}
