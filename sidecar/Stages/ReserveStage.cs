using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Is there room? Takes the call's place among the live ones before anybody is asked about it, and its part of every limit that counts it behind that; the admission gives the place back, accounting settles the limits. Rules
/// that came while the call was looked at are asked at the door once more: what they deny is not sent, not even to be cut at once.
/// </summary>
internal sealed class ReserveStage(LiveCalls live, LimitLedger limits)
{
    /// <summary>
    /// The call's place, and what it would hold of its limits. Where checks cost time and money, a limit that is spent already refuses here, without taking anything and without asking anybody.
    /// </summary>
    public Step<AdmittedCall> Admit(Plan plan, CallRecord record, HttpContext http)
    {
        var handle = new LiveCall(plan.Permit);
        if (!live.TryAdmit(handle, record.Snapshot!)) return new Refusal(RefusalReason.TooManyCalls, "As many calls as this gateway serves at once are under way.");
        var admission = new AdmittedCall(plan, handle, live, http.RequestAborted);
        if ((admission.Denied ?? Look(plan, record, http.Request.Headers)) is not { } refusal) return admission;
        admission.Dispose();
        return refusal;
    }

    /// <summary>The reservation. Only where a slice is empty and the operator is there to be asked does it not come at once.</summary>
    public ValueTask<Step<Reservation>> RunAsync(AdmittedCall admission, CallRecord record, IHeaderDictionary headers)
    {
        live.Judge(admission.Handle, record.Snapshot!);
        if (admission.Denied is { } denied) return new(denied);
        if (record.Charge is not CallCharge charge) return new(new Reservation(admission));
        if (IsLookedAt(admission.Plan)) record.Charge = charge = limits.Renew(charge, record, headers);
        admission.Handle.Charge = charge;
        if (charge.TryReserve(overdraws: false, out var lacking) is not { } refusal) return new(new Reservation(admission));
        return lacking is null ? new(charge.End(refusal)) : WaitAsync(admission, charge, lacking);
    }

    private Refusal? Look(Plan plan, CallRecord record, IHeaderDictionary headers)
    {
        if (limits.Open(plan, record, headers) is not { } charge) return null;
        record.Charge = charge;
        return IsLookedAt(plan) && charge.Look() is { } refusal ? charge.End(refusal) : null;
    }

    /// <summary>Whether somebody may be asked about the call before it is sent.</summary>
    private static bool IsLookedAt(Plan plan) => plan.Guard is not null || !plan.Permit.Approvals.IsEmpty;

    private async ValueTask<Step<Reservation>> WaitAsync(AdmittedCall admission, CallCharge charge, SliceCount lacking)
    {
        try
        {
            return await SliceWait.RunAsync(charge, lacking, limits, admission.Handle.Token) is { } refusal ? charge.End(refusal) : new Reservation(admission);
        }
        catch (OperationCanceledException) when (admission.Denied is not null)
        {
            return admission.Denied!;
        }
    }
}
