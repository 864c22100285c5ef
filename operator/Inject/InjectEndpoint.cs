using System.Net.Mime;
using System.Text.Json;

namespace AiGateway.Operator.Inject;

/// <summary>
/// POST /inject: an AdmissionReview in, an AdmissionReview out, by policies no older than the pod. What it cannot answer is refused in words: the webhook is asked about opted-in pods
/// alone, and such a pod never starts without its sidecar by accident.
/// </summary>
internal sealed partial class InjectEndpoint(
    InjectOptions options, PolicyLookup policies, PolicyCatchUp catchUp, InjectionCounts counts, ILogger<InjectEndpoint> logger)
{
    public const string Path = "/inject";

    /// <summary>Above the API server's own bound for an object (3 MiB in a request) with the review around it.</summary>
    const int MaxBody = 4 * 1024 * 1024;

    public async Task HandleAsync(HttpContext http)
    {
        if (await ReadAsync(http.Request, http.RequestAborted).ConfigureAwait(false) is not { } body)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        if (Parse(body) is not { } request)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (request.Pod is not null) await catchUp(request.Namespace, http.RequestAborted).ConfigureAwait(false);
        var injection = Decide(request);
        counts.Count(injection);
        http.Response.ContentType = MediaTypeNames.Application.Json;
        await http.Response.WriteAsync(AdmissionAnswer.Build(request.Uid, injection).ToJsonString(), http.RequestAborted).ConfigureAwait(false);
    }

    InjectRequest? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return InjectRequest.Parse(body.Span);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            Log.Unreadable(logger, error.GetType().Name);
            return null;
        }
    }

    Injection Decide(InjectRequest request)
    {
        try
        {
            var injection = PodInjector.Run(request, options, policies);
            Log.Decided(logger, request.Namespace, request.PodName, injection.Outcome, injection.Reason?.Code ?? "");
            return injection;
        }
        catch (Exception error)
        {
            Log.Failed(logger, request.Namespace, request.PodName, error);
            return Injection.Denied(new("internal_error", "The injector failed on this pod; the operator's log says how. The pod opted in, so it is not started without its sidecar."));
        }
    }

    static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBody) return null;
        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await request.Body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (buffer.Length + read > MaxBody) return null;
            await buffer.WriteAsync(chunk.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Information, "Pod {Namespace}/{Pod}: {Outcome} {Code}")]
        public static partial void Decided(ILogger logger, string @namespace, string pod, InjectionOutcome outcome, string code);

        [LoggerMessage(3002, LogLevel.Warning, "An admission review could not be read: {Kind}")]
        public static partial void Unreadable(ILogger logger, string kind);

        [LoggerMessage(3003, LogLevel.Error, "Pod {Namespace}/{Pod}: the injector failed")]
        public static partial void Failed(ILogger logger, string @namespace, string pod, Exception error);
    }
}
