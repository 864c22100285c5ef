using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Sidecar.Egress.Interception;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Interception;

/// <summary>Everything that intercepts, over a folder of a test's own, and clients for it.</summary>
internal sealed class Interceptor : IDisposable
{
    public const string Name = "api.openai.com";

    private readonly string _folder = Directory.CreateTempSubdirectory("interception-").FullName;

    public Interceptor()
    {
        Authority = new(_folder, Time, Log);
        Leaves = new(Authority, Time);
        Termination = new(Leaves, Time);
    }

    public ManualTime Time { get; } = new();

    public LogLines<PodAuthority> Log { get; } = new();

    public PodAuthority Authority { get; }

    public LeafCertificates Leaves { get; }

    /// <summary>No handshake takes it too long.</summary>
    public TlsTermination Termination { get; }

    /// <summary>Both ends of a connection on loopback.</summary>
    public static async Task<(NetworkStream Client, NetworkStream Server)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var server = await listener.AcceptSocketAsync();
        server.NoDelay = true;
        return (new(client, ownsSocket: true), new(server, ownsSocket: true));
    }

    /// <summary>A client that trusts these roots alone, by the clock that the certificates are made by: by the machine's they end one day.</summary>
    public static SslClientAuthenticationOptions Client(SslProtocols protocols, X509Certificate2? root, params SslApplicationProtocol[] offers) => new()
    {
        TargetHost = Name,
        EnabledSslProtocols = protocols,
        ApplicationProtocols = offers.Length == 0 ? null : [.. offers],
        CertificateChainPolicy = Trusting(root, ManualTime.Start.UtcDateTime),
    };

    /// <summary>Judges by these roots alone; by those of a stranger where there are none.</summary>
    public static X509ChainPolicy Trusting(X509Certificate2? root, DateTime at)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, VerificationTime = at };
        if (root is not null) policy.CustomTrustStore.Add(root);
        return policy;
    }

    /// <summary>The first bytes of a client's handshake.</summary>
    public static async Task<byte[]> HelloAsync(SslProtocols version = SslProtocols.Tls13)
    {
        var (client, server) = await ConnectAsync();
        using var tls = new SslStream(client);
        var handshake = tls.AuthenticateAsClientAsync(Client(version, null), TestContext.Current.CancellationToken);
        var hello = new byte[4096];
        var length = await server.ReadAsync(hello, TestContext.Current.CancellationToken);
        server.Close();
        await Assert.ThrowsAnyAsync<Exception>(() => handshake);
        return hello[..length];
    }

    public void Dispose()
    {
        Leaves.Dispose();
        Authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
