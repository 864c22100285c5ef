using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// One connection to the operator, made of the roots and the token as they are now. Trusts these roots alone, checks the host's name, speaks
/// HTTP/2 and nothing else, and pings, so that an operator that was cut off without a word is noticed.
/// </summary>
internal sealed class OperatorConnection : IDisposable
{
    private const int ReasonChars = 300;

    /// <summary>For the operator to answer the request's head; it looks the token up first.</summary>
    private static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _invoker;
    private readonly Uri _url;
    private readonly string _token;

    private OperatorConnection(HttpMessageInvoker invoker, Uri url, string token)
    {
        _invoker = invoker;
        _url = url;
        _token = token;
    }

    /// <exception cref="IOException">The token or the roots cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The roots are not certificates.</exception>
    public static async Task<OperatorConnection> PrepareAsync(BundleClientOptions options, CancellationToken cancellationToken)
    {
        var roots = ProviderCheck.ReadPem(await File.ReadAllTextAsync(options.RootsFile, cancellationToken));
        var token = (await File.ReadAllTextAsync(options.TokenFile, cancellationToken)).Trim();
        if (roots.Count == 0) throw new IOException($"{options.RootsFile} holds no certificate");
        if (token.Length == 0) throw new IOException($"{options.TokenFile} is empty");

        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            KeepAlivePingDelay = options.PingAfter,
            KeepAlivePingTimeout = options.PingAfter,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = ProviderConnections.TrustOnly(roots) },
        };
        return new OperatorConnection(new HttpMessageInvoker(handler), new Uri(options.Operator, Protocol.StreamPath), token);
    }

    /// <summary>Opens the stream; what comes down is the response's body.</summary>
    /// <exception cref="HttpRequestException">There is no connection, or the operator said no.</exception>
    public async Task<HttpResponseMessage> OpenAsync(Uplink uplink, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(HeadTimeout);
        var request = new HttpRequestMessage(HttpMethod.Post, _url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = uplink,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        var response = await _invoker.SendAsync(request, bounded.Token);
        if (response.StatusCode == HttpStatusCode.OK) return response;

        using (response)
        {
            throw new HttpRequestException($"the operator answered {(int)response.StatusCode}: {await ReadReasonAsync(response, bounded.Token)}");
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static async Task<string> ReadReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[ReasonChars];
        var read = await body.ReadAtLeastAsync(bytes, ReasonChars, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.UTF8.GetString(bytes, 0, read);
        return string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim() is { Length: > 0 } reason ? reason : "no reason given";
    }
}
