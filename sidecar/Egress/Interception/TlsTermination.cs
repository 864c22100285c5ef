using System.Net.Security;
using System.Security.Authentication;

namespace AiGateway.Sidecar.Egress.Interception;

/// <summary>
/// Ends TLS of the agent's clients with the pod's certificates: TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1, no certificate asked of them. A client that does not take ours says so by an alert, or just leaves, some as soon as
/// they were shown it and some when the handshake is over; both are told as that.
/// </summary>
internal sealed class TlsTermination(LeafCertificates leaves, TimeProvider time) : ITlsTermination
{
    /// <summary>How long a handshake may take.</summary>
    private static readonly TimeSpan Handshake = TimeSpan.FromSeconds(7);

    /// <summary>How long the first word after it is waited for before the connection is taken for one that is kept for later.</summary>
    private static readonly TimeSpan FirstWord = TimeSpan.FromSeconds(3);

    /// <summary>How long the last bytes of a connection that was cancelled are waited for.</summary>
    private static readonly TimeSpan LastBytes = TimeSpan.FromSeconds(1);

    private static readonly List<SslApplicationProtocol> Protocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    public async Task<SslStream> AuthenticateAsync(Stream agent, string name, CancellationToken cancellationToken)
    {
        var wire = new ShownStream(agent);
        var tls = new FirstWordStream(wire);
        try
        {
            await AuthenticateAsync(tls, wire, name, cancellationToken);
            await HearAsync(tls, cancellationToken);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private async Task AuthenticateAsync(FirstWordStream tls, ShownStream wire, string name, CancellationToken cancellationToken)
    {
        using var bounded = new CancellationTokenSource(Handshake, time);
        await using var told = EndSoonAfter(cancellationToken, bounded);
        try
        {
            await tls.AuthenticateAsServerAsync(OptionsOf(name), bounded.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("the handshake took too long");
        }
        catch (AuthenticationException failure) when (TlsAlerts.RefusesCertificate(failure))
        {
            throw new CertificateRefusedException("the client said that it does not take the certificate", failure);
        }
        catch (IOException gone) when (wire.HasShownCertificate)
        {
            throw new CertificateRefusedException("the client left when it was shown the certificate", gone);
        }
    }

    /// <summary>Waits until the client says something, or leaves.</summary>
    private async Task HearAsync(FirstWordStream tls, CancellationToken cancellationToken)
    {
        using var bounded = new CancellationTokenSource(FirstWord, time);
        await using var told = EndSoonAfter(cancellationToken, bounded);
        try
        {
            if (await tls.ListenAsync().WaitAsync(bounded.Token) == 0) throw new CertificateRefusedException("the client left as soon as the handshake was done");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It keeps the connection for later.
        }
        catch (IOException failure)
        {
            throw new CertificateRefusedException("the client broke off as soon as the handshake was done", failure);
        }
    }

    /// <summary>A connection that closes cancels too, often before the client's last bytes are read: those are what says why it closed.</summary>
    private static CancellationTokenRegistration EndSoonAfter(CancellationToken cancelled, CancellationTokenSource bounded) =>
        cancelled.UnsafeRegister(static bounded => ((CancellationTokenSource)bounded!).CancelAfter(LastBytes), bounded);

    private SslServerAuthenticationOptions OptionsOf(string name) => new()
    {
        ServerCertificateContext = leaves.Get(name),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = Protocols,
        AllowRenegotiation = false,
        ClientCertificateRequired = false,
    };
}
