using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>The hall: one line a stage; a refusal ends the walk; account and audit close it on every way out.</summary>
internal sealed class CallPipeline(SnapshotHolder snapshots, LiveCalls live)
{
    public async Task InvokeAsync(HttpContext http)
    {
        live.Begin();
        try
        {
            var refusal = snapshots.Current is null
                ? new Refusal(RefusalReason.NotReady, "No policy has arrived yet.")
                : new Refusal(RefusalReason.NoSuchPath, "Nothing is served here.");
            await RefusalTable.WriteAsync(http, refusal);
        }
        finally
        {
            live.End();
        }
    }
}
