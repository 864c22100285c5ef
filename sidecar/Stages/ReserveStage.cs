using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Is there room? Takes the call's place among the live ones; the reservation gives it back. Rules that came while the call was looked at are asked at the door: what they deny is not sent,
/// not even to be cut at once.
/// </summary>
internal sealed class ReserveStage(LiveCalls live)
{
    public Step<Reservation> Run(Plan plan, Snapshot snapshot, CancellationToken agentGone)
    {
        var handle = new LiveCall(plan.Permit);
        if (!live.TryAdmit(handle, snapshot)) return new Refusal(RefusalReason.TooManyCalls, "As many calls as this gateway serves at once are under way.");
        var reservation = new Reservation(plan, handle, live, agentGone);
        if (handle is not { Cause: StopCause.Denied, Refusal: { } refusal }) return reservation;
        reservation.Dispose();
        return refusal;
    }
}
