using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>Sends a request to its tool server and lets the answer pass the gate, message by message.</summary>
internal sealed class McpStage(SnapshotHolder snapshots, McpLedgers ledgers)
{
    public Task RunAsync(Reservation reservation, HttpContext http, CallRecord record) // part: transport
    {
        _ = (snapshots, ledgers, reservation, http);
        record.Reply.Refusal = new(RefusalReason.NotServed, "Tool servers are not served yet.");
        return Task.CompletedTask;
    }
}
