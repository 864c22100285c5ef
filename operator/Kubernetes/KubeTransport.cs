using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;

namespace AiGateway.Operator.Kubernetes;

/// <summary>
/// Carries requests to the API server over HTTP/2: trust, authentication, time bounds, and patience where the server is busy. Knows paths
/// and bytes, no kinds.
/// </summary>
internal sealed class KubeTransport : IDisposable
{
    private readonly HttpMessageInvoker http;
    private readonly KubeConfig config;
    private readonly KubeTransportOptions options;
    private readonly TimeProvider time;
    private readonly RereadFile? tokenFile;

    public KubeTransport(KubeConfig config, KubeTransportOptions options, TimeProvider time)
    {
        (this.config, this.options, this.time) = (config, options, time);
        tokenFile = config.TokenFile is { } path ? new RereadFile(path, options.FileCache, time) : null;
        http = new HttpMessageInvoker(CreateHandler(), disposeHandler: true);
    }

    /// <summary>Sends and reads the whole answer.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task<KubeAnswer> SendAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.RequestTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await SendPatientlyAsync(request, both.Token);
            var body = await ReadBoundedAsync(response.Content, both.Token);
            return KubeAnswer.Of(response.StatusCode, body, request.Sensitive);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the API server did not answer {request.Method} {request.Path} in time");
        }
    }

    /// <summary>Sends and returns once the headers are there; the caller bounds the time and disposes the answer.</summary>
    public Task<HttpResponseMessage> OpenAsync(KubeRequest request, CancellationToken cancellationToken) =>
        SendPatientlyAsync(request, cancellationToken);

    /// <summary>Reads what a refused <see cref="OpenAsync"/> said.</summary>
    public async Task<KubeError> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        KubeAnswer.ErrorOf(response.StatusCode, await ReadBoundedAsync(response.Content, cancellationToken), sensitive: false);

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendPatientlyAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = await SendOnceAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.TooManyRequests || request.BusyIsAnAnswer || attempt >= options.TriesWhenBusy) return response;
            var wait = RetryAfter(response.Headers.RetryAfter);
            response.Dispose();
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        using var message = Message(request);
        try
        {
            return await http.SendAsync(message, cancellationToken);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("the API server could not be connected to in time", e); // The handler's own word for it looks like our stopping.
        }
    }

    private HttpRequestMessage Message(KubeRequest request)
    {
        var message = new HttpRequestMessage(request.Method, config.Server.AbsoluteUri.TrimEnd('/') + request.Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.Accept.ParseAdd("application/json");
        message.Headers.UserAgent.ParseAdd("aigateway-operator");
        if ((tokenFile?.Read() ?? config.Token) is { } token) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }
        return message;
    }

    private TimeSpan RetryAfter(RetryConditionHeaderValue? header)
    {
        var asked = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : TimeSpan.FromSeconds(1));
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked > options.LongestRetryAfter ? options.LongestRetryAfter : asked;
    }

    private async Task<byte[]> ReadBoundedAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await content.LoadIntoBufferAsync(options.LargestAnswer, cancellationToken);
        return await content.ReadAsByteArrayAsync(cancellationToken);
    }

    private SocketsHttpHandler CreateHandler()
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = config.ServerName };
        if (config.ClientCertificate is { } certificate) tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null);
        if (TrustedRoots.Of(config, options.FileCache, time) is { } roots) tls.RemoteCertificateValidationCallback = roots.Validate;
        return new SocketsHttpHandler
        {
            SslOptions = tls,
            AutomaticDecompression = DecompressionMethods.GZip,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = options.PingDelay,
            KeepAlivePingTimeout = options.PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
    }
}
