using System.Text;

namespace AiGateway.Sidecar.Calls;

/// <summary>
/// Begins the answer to a call that waits as a stream of server-sent events, and keeps it open with comments, so that neither clients nor proxies on the way take the silence for an end.
/// What comes later, the tool's answer or a refusal, is an event of that stream. For an agent that takes one (<c>Accept: text/event-stream</c>).
/// </summary>
internal sealed class KeepAlive(HttpResponse response)
{
    /// <summary>Below the shortest time in which proxies commonly end a silent connection.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>The media type of the stream.</summary>
    public const string MediaType = "text/event-stream";

    private static readonly ReadOnlyMemory<byte> s_comment = Encoding.ASCII.GetBytes(": waiting for approval\n\n");

    /// <summary>Whether a stream that this began is under way.</summary>
    public static bool IsBegun(HttpResponse response) => response.HasStarted && response.ContentType == MediaType;

    /// <summary>One comment; the first begins the answer.</summary>
    public async ValueTask BeatAsync(CancellationToken cancellationToken)
    {
        if (!response.HasStarted)
        {
            response.StatusCode = StatusCodes.Status200OK;
            response.ContentType = MediaType;
            response.Headers.CacheControl = "no-cache";
        }

        await response.BodyWriter.WriteAsync(s_comment, cancellationToken);
    }
}
