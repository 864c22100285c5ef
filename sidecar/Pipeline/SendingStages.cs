using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Stages;
using AiGateway.Sidecar.Stages.Unread;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>The ways in which a call leaves: a body that was read, by target after target; one that was not, once.</summary>
internal sealed class SendingStages(SendStage read, UnreadStage unread)
{
    public Task RunAsync(Reservation reservation, HttpContext http, Reply reply) => reservation.Plan.Permit.Call.Request is null
        ? unread.RunAsync(reservation, http, reply)
        : read.RunAsync(reservation, http, reply);
}
