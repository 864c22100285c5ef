using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>
/// The hall: one line a stage, a refusal ends the walk, account and audit close it on every way out. The snapshot is read once and handed on.
/// </summary>
internal sealed partial class CallPipeline(
    SnapshotHolder snapshots,
    LiveCalls live,
    IdentifyStage identify,
    GuardStage guard,
    ReserveStage reserve,
    SendingStages sending,
    ClosingStages closing,
    ILogger<CallPipeline> logger)
{
    public Task InvokeAsync(HttpContext http) => InvokeAsync(http, atTheDoor: null);

    /// <summary>Walks the call through; one that was refused at the door is accounted and audited like any other.</summary>
    public async Task InvokeAsync(HttpContext http, Refusal? atTheDoor)
    {
        live.Begin();
        var record = closing.Open(http);
        try
        {
            record.Refusal = atTheDoor is null ? await WalkAsync(http, record) : Refuse(atTheDoor, record);
            if (record.Refusal is { } refusal) await RefusalAnswer.WriteAsync(http, refusal, record.Call);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            record.Reply.End = ReplyEnd.AgentGone;
        }
        catch (Exception fault)
        {
            Log.Faulted(logger, fault, record.Id);
            record.Refusal = new(RefusalReason.Internal, "The gateway failed; its log says why.");
            await RefusalAnswer.WriteAsync(http, record.Refusal, record.Call);
        }
        finally
        {
            await closing.CloseAsync(http, record);
            live.End();
        }
    }

    private Refusal Refuse(Refusal atTheDoor, CallRecord record)
    {
        record.Snapshot = snapshots.Current;
        return atTheDoor;
    }

    private async Task<Refusal?> WalkAsync(HttpContext http, CallRecord record)
    {
        if (snapshots.Current is not { } snapshot) return new(RefusalReason.NotReady, "No rules have arrived yet.");
        record.Snapshot = snapshot;

        Refusal? refusal;
        if ((await identify.RunAsync(http)).Stops(out refusal, out record.Call)) return refusal;
        if (AuthorizeStage.Run(record.Call, snapshot).Stops(out refusal, out record.Permit)) return refusal;
        if (CatalogStage.Serves(record.Call)) return await CatalogAnswer.WriteAsync(http, record, snapshot);
        if (RouteStage.Run(record.Permit, snapshot).Stops(out refusal, out record.Plan)) return refusal;
        if (reserve.Admit(record.Plan, record, http).Stops(out refusal, out var admission)) return refusal;
        using (admission)
        {
            if ((await guard.RunAsync(admission, http.RequestAborted)).Stops(out refusal, out var guarded)) return refusal;
            if ((await reserve.RunAsync(guarded, record, http.Request.Headers)).Stops(out refusal, out var reservation)) return refusal;
            await sending.RunAsync(reservation, http, record);
        }

        return record.Reply.Refusal;
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Error, "Call {Call} failed by a fault of the gateway")]
        public static partial void Faulted(ILogger logger, Exception fault, string call);
    }
}
