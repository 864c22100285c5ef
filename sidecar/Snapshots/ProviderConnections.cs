using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// One <see cref="ProviderConnection"/> an endpoint, shared by all snapshots that name it, so that a new bundle or a rotated key keeps the
/// connections. It only remembers them; who uses one keeps it alive. Behind a corporate proxy the address guard sees the name alone: the proxy resolves.
/// </summary>
internal sealed class ProviderConnections(ProviderConnectionsOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>So that a changed DNS answer is followed.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<ProviderEndpoint, WeakReference<ProviderConnection>> _known = [];

    public HttpMessageInvoker Get(ProviderEndpoint endpoint)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(endpoint, out var known) && known.TryGetTarget(out var connection)) return connection;
            ForgetClosed();
            connection = new ProviderConnection(CreateHandler(endpoint), endpoint.Host);
            _known[endpoint] = new WeakReference<ProviderConnection>(connection);
            return connection;
        }
    }

    private void ForgetClosed()
    {
        foreach (var (endpoint, known) in _known.ToList())
        {
            if (!known.TryGetTarget(out _)) _known.Remove(endpoint);
        }
    }

    private SocketsHttpHandler CreateHandler(ProviderEndpoint endpoint)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = Lifetime,
            EnableMultipleHttp2Connections = true,
            UseProxy = false,
            SslOptions = CreateTls(endpoint),
        };
        if (options.UsesProxy(endpoint.Origin))
        {
            handler.UseProxy = true;
            handler.Proxy = options.ToWebProxy();
            return handler;
        }

        var dialer = new GuardedDialer(resolve);
        handler.ConnectCallback = (context, cancellationToken) => dialer.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return handler;
    }

    private static SslClientAuthenticationOptions CreateTls(ProviderEndpoint endpoint)
    {
        var tls = new SslClientAuthenticationOptions();
        if (endpoint.CaBundle is { } pem) tls.CertificateChainPolicy = TrustOnly(ProviderCheck.ReadPem(pem));
        if (endpoint.ClientCertificate is { } client) tls.ClientCertificateContext = ClientCertificates.Read(client);
        return tls;
    }

    /// <summary>A chain must end in one of these roots; the system's are not asked. The host's name is checked as ever.</summary>
    public static X509ChainPolicy TrustOnly(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
