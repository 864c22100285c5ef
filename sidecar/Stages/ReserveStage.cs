using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Is there room? Takes the call's place among the live ones, and its part of every limit that counts it; the reservation gives the place back, accounting settles the limits. Rules that came while the call was looked at
/// are asked at the door: what they deny is not sent, not even to be cut at once.
/// </summary>
internal sealed class ReserveStage(LiveCalls live, LimitLedger limits)
{
    /// <summary>
    /// Is a limit spent already? Asked before checks that cost time and money, without taking anything and without asking anybody; null where there may be room.
    /// </summary>
    public Refusal? Look(Plan plan, CallRecord record, IHeaderDictionary headers)
    {
        if ((plan.Guard is null && plan.Permit.Approvals.IsEmpty) || limits.Open(plan, record, headers) is not { } charge) return null;
        record.Charge = charge;
        return charge.Look() is { } refusal ? charge.End(refusal) : null;
    }

    /// <summary>The reservation. Only where a slice is empty and the operator is there to be asked does it not come at once.</summary>
    public ValueTask<Step<Reservation>> RunAsync(Plan plan, CallRecord record, HttpContext http)
    {
        var handle = new LiveCall(plan.Permit);
        if (!live.TryAdmit(handle, record.Snapshot!)) return new(new Refusal(RefusalReason.TooManyCalls, "As many calls as this gateway serves at once are under way."));
        var reservation = new Reservation(plan, handle, live, http.RequestAborted);
        if (handle is { Cause: StopCause.Denied, Refusal: { } denied }) return new(Leave(reservation, denied));
        if (limits.Open(plan, record, http.Request.Headers) is not { } charge) return new(reservation); // Anew: a check may have changed what is asked.

        record.Charge = handle.Charge = charge;
        if (charge.TryReserve(overdraws: false, out var lacking) is not { } refusal) return new(reservation);
        return lacking is null ? new(Leave(reservation, charge.End(refusal))) : WaitAsync(reservation, charge, lacking);
    }

    private async ValueTask<Step<Reservation>> WaitAsync(Reservation reservation, CallCharge charge, SliceCount lacking)
    {
        try
        {
            var refusal = await SliceWait.RunAsync(charge, lacking, limits, reservation.Handle.Token);
            return refusal is null ? reservation : Leave(reservation, charge.End(refusal));
        }
        catch (OperationCanceledException)
        {
            if (reservation.Handle is { Cause: StopCause.Denied, Refusal: { } denied }) return Leave(reservation, denied);
            reservation.Dispose();
            throw;
        }
    }

    private static Refusal Leave(Reservation reservation, Refusal refusal)
    {
        reservation.Dispose();
        return refusal;
    }
}
