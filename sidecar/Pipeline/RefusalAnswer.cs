using System.Buffers;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>
/// Tells the agent of a refusal in whatever form is still possible: an answer, an event at the end of a stream that has begun, or a
/// connection that breaks off, so that half an answer is never taken for a whole one.
/// </summary>
internal static class RefusalAnswer
{
    /// <summary>How long a stream's last event may wait for an agent that does not read.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    public static async Task WriteAsync(HttpContext http, Refusal refusal, Call? call)
    {
        try
        {
            if (!http.Response.HasStarted) await RefusalTable.WriteAsync(http, refusal, call);
            else if (call is not null && FrameSplitter.Of(http.Response.ContentType) is not null) await EndStreamAsync(http, refusal, call);
            else if (http.Response.StatusCode != StatusCodes.Status101SwitchingProtocols) http.Abort(); // A session has been told in its own events.
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            http.Abort();
        }
    }

    private static async Task EndStreamAsync(HttpContext http, Refusal refusal, Call call)
    {
        using var patience = new CancellationTokenSource(LastWord);
        http.Response.BodyWriter.Write(RefusalTable.EventOf(refusal, call));
        await http.Response.BodyWriter.FlushAsync(patience.Token);
    }
}
