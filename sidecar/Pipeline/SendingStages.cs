using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Stages;
using AiGateway.Sidecar.Stages.Batches;
using AiGateway.Sidecar.Stages.Mcp;
using AiGateway.Sidecar.Stages.Unread;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>The ways in which a call leaves: a body that was read, by target after target; one that was not, once; a conversation, both ways.</summary>
internal sealed class SendingStages(SendStage read, UnreadStage unread, RealtimeStage realtime, BatchStage endpoints, McpStage tools)
{
    public Task RunAsync(Reservation reservation, HttpContext http, CallRecord record) => reservation.Plan.Permit.Call switch
    {
        { Mcp: not null } => tools.RunAsync(reservation, http, record),
        { Request: not null } => read.RunAsync(reservation, http, record.Reply),
        { Format: WireFormat.OpenAiRealtime } => realtime.RunAsync(reservation, http, record.Reply),
        { Operation: Operation.Endpoint } => endpoints.RunAsync(reservation, http, record.Reply, record.Snapshot!),
        _ => unread.RunAsync(reservation, http, record.Reply),
    };
}
