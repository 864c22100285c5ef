using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Stages;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>Opens a call's record and closes it: account, then audit, then the body's memory goes back. Runs on every way out, once each.</summary>
internal sealed class ClosingStages(AccountStage account, UsedTally used, AuditStage audit, TimeProvider clock)
{
    /// <summary>What a status log has for a client that hung up before it had an answer; no standard has a number for it.</summary>
    private const int AgentGone = 499;

    public CallRecord Open(HttpContext http) => new(http.TraceIdentifier, clock.GetUtcNow(), clock.GetTimestamp())
    {
        InterceptedHost = http.Features.Get<JudgedConnection>() is { IsTls: true } judged ? judged.Name : null,
    };

    public async ValueTask CloseAsync(HttpContext http, CallRecord record)
    {
        try
        {
            if (record.Plan?.Guard is { Beside: { } beside } guard) await beside.StopAsync(guard);
            record.EndedAt = clock.GetTimestamp();
            record.Status = record.Reply.End == ReplyEnd.AgentGone && !http.Response.HasStarted ? AgentGone : http.Response.StatusCode;
            record.BytesIn = record.Call?.Request?.Body.Length ?? record.Call?.Mcp?.BodyLength ?? record.Reply.BytesIn;
            account.Run(record, http.Request.Headers);
            used.Add(record);
            await audit.RunAsync(record);
        }
        finally
        {
            record.Charge?.Settle(record); // The second time it does nothing.
            record.Call?.Dispose();
        }
    }
}
