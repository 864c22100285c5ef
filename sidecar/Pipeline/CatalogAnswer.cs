using System.Net;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>Answers the calls that need no provider.</summary>
internal static class CatalogAnswer
{
    public static async Task<Refusal?> WriteAsync(HttpContext http, CallRecord record, Snapshot snapshot)
    {
        var api = new IPEndPoint(http.Connection.LocalIpAddress ?? IPAddress.Loopback, http.Connection.LocalPort);
        if (CatalogStage.Run(record.Permit!, snapshot, api).Stops(out var refusal, out var body)) return refusal;

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
        (record.Reply.End, record.Reply.BytesOut) = (ReplyEnd.Completed, body.Length);
        return null;
    }
}
