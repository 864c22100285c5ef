using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using AiGateway.Rig;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Egress.Interception;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Interception;

public sealed class TlsTerminationTests : IDisposable
{
    private readonly Interceptor _room = new();

    public void Dispose() => _room.Dispose();

    public static TheoryData<SslProtocols, string?, string> Handshakes => new()
    {
        { SslProtocols.Tls12, "h2", "h2" },
        { SslProtocols.Tls13, "h2", "h2" },
        { SslProtocols.Tls12, "http/1.1", "http/1.1" },
        { SslProtocols.Tls13, "http/1.1", "http/1.1" },
        { SslProtocols.Tls13, null, "" },
    };

    [Theory]
    [MemberData(nameof(Handshakes))]
    public async Task Authenticate_ClientThatTrustsThePod_TalksByWhatItOffered(SslProtocols version, string? offered, string negotiated)
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        var ending = EndAsync(server);
        await using var client = new SslStream(agent);
        await client.AuthenticateAsClientAsync(Options(version, offered is null ? [] : [new(offered)]), TestContext.Current.CancellationToken);

        await client.WriteAsync("a first word and more"u8.ToArray(), TestContext.Current.CancellationToken);
        await using var tls = await ending.WithinBoundAsync();

        Assert.Equal(negotiated, Encoding.ASCII.GetString(tls.NegotiatedApplicationProtocol.Protocol.Span));
        Assert.Equal(version, tls.SslProtocol);
        Assert.Equal("a first word and more", await ReadAsync(tls, 21));
        await tls.WriteAsync("an answer"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal("an answer", await ReadAsync(client, 9));
        await client.WriteAsync("again"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal("again", await ReadAsync(tls, 5));
        await client.ShutdownAsync();
        Assert.Equal(0, await tls.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Authenticate_ClientThatOffersTheOldFirst_GetsTheNewer()
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        var ending = EndAsync(server);
        await using var client = new SslStream(agent);
        await client.AuthenticateAsClientAsync(Options(SslProtocols.Tls13, SslApplicationProtocol.Http11, SslApplicationProtocol.Http2), TestContext.Current.CancellationToken);
        await client.WriteAsync("x"u8.ToArray(), TestContext.Current.CancellationToken);

        await using var tls = await ending.WithinBoundAsync();

        Assert.Equal(SslApplicationProtocol.Http2, tls.NegotiatedApplicationProtocol);
    }

    [Fact]
    public async Task Authenticate_HelloInPiecesOfOneByte_IsRead()
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        var ending = EndAsync(server);
        await using var client = new SslStream(new TrickleStream(agent));
        await client.AuthenticateAsClientAsync(Options(SslProtocols.Tls13, SslApplicationProtocol.Http2), TestContext.Current.CancellationToken);
        await client.WriteAsync("0123456789"u8.ToArray(), TestContext.Current.CancellationToken);

        await using var tls = await ending.WithinBoundAsync();

        Assert.Equal("0123456789", await ReadAsync(tls, 10));
    }

    [Fact]
    public async Task Authenticate_FirstWordReadInSmallParts_LosesNothing()
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        var ending = EndAsync(server);
        await using var client = new SslStream(agent);
        await client.AuthenticateAsClientAsync(Options(SslProtocols.Tls13), TestContext.Current.CancellationToken);
        var sent = string.Concat(Enumerable.Range(0, 1000).Select(n => $"{n} "));
        await client.WriteAsync(Encoding.ASCII.GetBytes(sent), TestContext.Current.CancellationToken);
        await using var tls = await ending.WithinBoundAsync();

        var (read, some) = (new StringBuilder(), new byte[7]);
        Assert.Equal(0, await tls.ReadAsync(Memory<byte>.Empty, TestContext.Current.CancellationToken));
        while (read.Length < sent.Length) read.Append(Encoding.ASCII.GetString(some, 0, await tls.ReadAsync(some, TestContext.Current.CancellationToken)));

        Assert.Equal(sent, read.ToString());
    }

    [Fact]
    public async Task Authenticate_ClientThatLeavesBeforeItSawOne_HasJustLeft()
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        var ending = EndAsync(server);
        await agent.WriteAsync((await Interceptor.HelloAsync()).AsMemory(0, 40), TestContext.Current.CancellationToken);

        agent.Close();

        await Assert.ThrowsAnyAsync<IOException>(() => ending.WithinBoundAsync());
    }

    public static TheoryData<string, byte[]> NoHandshakes => new()
    {
        { "noise", [.. Enumerable.Repeat((byte)0x16, 200)] },
        { "plain HTTP", "GET / HTTP/1.1\r\nHost: api.openai.com\r\n\r\n"u8.ToArray() },
        { "an alert of no certificate: internal_error", [0x15, 3, 3, 0, 2, 2, 80] },
    };

    [Theory]
    [MemberData(nameof(NoHandshakes))]
    public async Task Authenticate_NoHandshake_FailsAndIsNoRefusal(string what, byte[] bytes)
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        var ending = EndAsync(server);
        await agent.WriteAsync(bytes, TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => ending.WithinBoundAsync());

        Assert.True(failure is AuthenticationException or IOException && failure is not CertificateRefusedException, $"{what}: {failure}");
        Assert.False(server.CanRead);
    }

    [Theory]
    [InlineData("spdy/3")]
    [InlineData("h3")]
    public async Task Authenticate_ProtocolThatIsNotServed_FailsAndIsNoRefusal(string offered)
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        var ending = EndAsync(server);
        await using var client = new SslStream(agent);
        await Assert.ThrowsAnyAsync<Exception>(() => client.AuthenticateAsClientAsync(Options(SslProtocols.Tls13, new SslApplicationProtocol(offered)), TestContext.Current.CancellationToken));

        Assert.IsNotType<CertificateRefusedException>(await Assert.ThrowsAsync<AuthenticationException>(() => ending.WithinBoundAsync()));
    }

    [Fact]
    public async Task Authenticate_ClientThatSaysNothing_IsGivenUp()
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        var time = new ManualTime();
        var ending = new TlsTermination(_room.Leaves, time).AuthenticateAsync(server, Interceptor.Name, TestContext.Current.CancellationToken);
        await agent.WriteAsync((await Interceptor.HelloAsync()).AsMemory(0, 40), TestContext.Current.CancellationToken);

        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return ending.IsCompleted;
            },
            "the handshake is given up");

        Assert.Contains("too long", (await Assert.ThrowsAsync<IOException>(() => ending)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authenticate_ClientThatKeepsTheConnectionForLater_IsServedLater()
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        var time = new ManualTime();
        var ending = new TlsTermination(_room.Leaves, time).AuthenticateAsync(server, Interceptor.Name, TestContext.Current.CancellationToken);
        await using var client = new SslStream(agent);
        await client.AuthenticateAsClientAsync(Options(SslProtocols.Tls13), TestContext.Current.CancellationToken);
        await time.PassAsync(TimeSpan.FromSeconds(3)); // For a first word; a handshake may take longer.

        await using var tls = await ending.WithinBoundAsync();
        var reading = ReadAsync(tls, 5);
        await client.WriteAsync("later"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal("later", await reading);
    }

    [Fact]
    public async Task Authenticate_Cancelled_Ends()
    {
        var (agent, server) = await Interceptor.ConnectAsync();
        using var stop = new CancellationTokenSource();
        var ending = new TlsTermination(_room.Leaves, TimeProvider.System).AuthenticateAsync(server, Interceptor.Name, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ending.WithinBoundAsync());
        agent.Close();
    }

    private Task<SslStream> EndAsync(Stream server) => _room.Termination.AuthenticateAsync(server, Interceptor.Name, TestContext.Current.CancellationToken);

    private SslClientAuthenticationOptions Options(SslProtocols version, params SslApplicationProtocol[] offers) => Interceptor.Client(version, _room.Authority.Certificate, offers);

    private static async Task<string> ReadAsync(Stream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken).AsTask().WithinBoundAsync();
        return Encoding.ASCII.GetString(bytes);
    }
}
