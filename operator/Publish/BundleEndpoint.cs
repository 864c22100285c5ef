using AiGateway.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Operator.Publish;

/// <summary>
/// Opens the streams: one duplex HTTP/2 request a sidecar, and nothing but its token says which pod it is for.
/// </summary>
internal sealed partial class BundleEndpoint(
    BundleBoard bundles, StreamBoards boards, TokenCheck check, TimeProvider time, ILogger<BundleEndpoint> logger)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(Protocol.StreamPath, ServeAsync);

    private async Task ServeAsync(HttpContext http)
    {
        var (identity, refusal) = await BearerToken.IdentifyAsync(http, check, logger);
        if (identity is not { Pod: { } pod, PodUid: { } podUid })
        {
            http.Response.StatusCode = refusal;
            return;
        }

        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        http.Response.ContentType = "application/x-ndjson";
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        using var watch = bundles.Watch(podUid);
        using var end = EndOf(http, identity);
        try
        {
            await new SidecarStream(http, identity, bundles, boards, time).RunAsync(watch, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The token, the connection or the process has ended: the ordinary end of a stream.
        }
        catch (Exception exception)
        {
            Log.StreamEnded(logger, identity.Namespace, pod, exception.GetType().Name);
            http.Abort();
        }
    }

    private CancellationTokenSource EndOf(HttpContext http, TokenIdentity identity)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        if (identity.Expires is not { } expires) return end;

        var left = Longest(expires - time.GetUtcNow());
        var timer = time.CreateTimer(_ => end.Cancel(), null, left, Timeout.InfiniteTimeSpan);
        http.Response.RegisterForDispose(timer);
        return end;
    }

    private static TimeSpan Longest(TimeSpan left) =>
        left < TimeSpan.Zero ? TimeSpan.Zero : left < TimeSpan.FromDays(30) ? left : TimeSpan.FromDays(30);

    private static partial class Log
    {
        [LoggerMessage(200, LogLevel.Information, "The stream of {Namespace}/{Pod} ended: {Why}")]
        public static partial void StreamEnded(ILogger logger, string @namespace, string pod, string why);
    }
}
