using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>Answers the calls that need no provider.</summary>
internal static class CatalogAnswer
{
    public static async Task<Refusal?> WriteAsync(HttpContext http, CallRecord record, Snapshot snapshot)
    {
        if (CatalogStage.Run(record.Permit!, snapshot).Stops(out var refusal, out var body)) return refusal;

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
        (record.Reply.End, record.Reply.BytesOut) = (ReplyEnd.Completed, body.Length);
        return null;
    }
}
