using System.Text;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using Yarp.ReverseProxy.Forwarder;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>
/// What the forwarder puts on a request and takes off an answer: the allowed headers alone, the real key, and no error that speaks of it. Sees the bytes pass, and counts them.
/// </summary>
internal sealed class UnreadTransformer(UnreadTarget target, Reservation reservation, Reply reply, TimeProvider clock, CountedStream.Seen? also) : HttpTransformer
{
    private const int MaxError = 64 * 1024;
    private readonly UsageTap _tap = new(requestBytes: 0, withholdUsageChunk: false) { MakesImages = reservation.Plan.Permit.Call.Operation == Operation.Image };
    private bool _isSent;
    private bool _isError;

    /// <summary>Set where what came back may not be shown.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Of a call for a model, as far as its provider said, and answered without an error; an endpoint uses nothing that could be told.</summary>
    public Usage Usage => reservation.Plan.Permit.Call.Model is null || reply.FirstByteAt == 0 || _isError ? default : _tap.Usage;

    /// <summary>Whether the provider has the whole request and has not answered with an error: it may bill it.</summary>
    public bool MayBeBilled => _isSent && !_isError && reservation.Plan.Permit.Call.Model is not null;

    /// <summary>The request's body, counted.</summary>
    public Stream Counted(Stream body) => new CountedStream(body, bytes =>
    {
        reply.BytesIn += bytes.Length;
        _isSent |= bytes.IsEmpty;
    });

    public override ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        proxyRequest.RequestUri = target.Url;
        var agent = httpContext.Request;
        var dialect = reservation.Plan.Permit.Call.Dialect;
        CallHeaders.Copy(agent.Headers, proxyRequest.Headers, dialect, translated: false);
        foreach (var name in UnreadHeaders.OfDialect(dialect))
        {
            if (agent.Headers.TryGetValue(name, out var values)) proxyRequest.Headers.TryAddWithoutValidation(name, values.ToString());
        }

        if (proxyRequest.Content is { } content)
        {
            if (agent.ContentType is { } type) content.Headers.TryAddWithoutValidation("Content-Type", type);
            content.Headers.ContentLength = agent.ContentLength;
        }

        ProviderSurfaces.Of(target.Provider)?.AddHeaders(target.Call, proxyRequest.Headers);
        if (!target.Provider.Unauthenticated) proxyRequest.Headers.TryAddWithoutValidation(target.Provider.KeyHeader, target.Provider.KeyValue.Reveal());
        return ValueTask.CompletedTask;
    }

    /// <summary>False where the answer stays here; <see cref="Refusal"/> then says why.</summary>
    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null) return false;
        reply.FirstByteAt = clock.GetTimestamp();
        reply.Outcome((int)proxyResponse.StatusCode, null);
        _isError = (int)proxyResponse.StatusCode >= 300;
        if ((int)proxyResponse.StatusCode >= 400) Refusal = await JudgeErrorAsync(proxyResponse, cancellationToken);
        if (Refusal is not null) return false;

        CallHeaders.Copy(proxyResponse, httpContext.Response.Headers, translated: false);
        httpContext.Response.ContentLength = proxyResponse.Content.Headers.ContentLength;
        proxyResponse.Content = new StreamContent(new CountedStream(await proxyResponse.Content.ReadAsStreamAsync(cancellationToken), See));
        return true;
    }

    private void See(ReadOnlySpan<byte> bytes)
    {
        reply.BytesOut += bytes.Length;
        _tap.OnBytes(bytes);
        also?.Invoke(bytes);
    }

    /// <summary>An error is held until it is whole: one about the key, or with the key in it, is for whoever runs the gateway.</summary>
    private async Task<Refusal?> JudgeErrorAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.StatusCode == System.Net.HttpStatusCode.Unauthorized)
            return new(RefusalReason.ProviderUnauthorized, "The provider refused this gateway's key; the agent's own key plays no part in it.");

        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var held = new byte[MaxError + 1];
        var length = await stream.ReadAtLeastAsync(held, held.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxError || Holds(held.AsSpan(0, length)))
            return new(RefusalReason.ProviderFailed, $"The provider answered {(int)answer.StatusCode} with a body that is not passed on.");

        var content = new ByteArrayContent(held, 0, length);
        content.Headers.ContentType = answer.Content.Headers.ContentType;
        answer.Content = content;
        return null;
    }

    private bool Holds(ReadOnlySpan<byte> bytes)
    {
        var value = target.Provider.KeyValue.Reveal();
        var key = value[(value.LastIndexOf(' ') + 1)..];
        return key.Length > 0 && bytes.IndexOf(Encoding.UTF8.GetBytes(key)) >= 0;
    }
}
