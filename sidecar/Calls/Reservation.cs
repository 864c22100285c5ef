namespace AiGateway.Sidecar.Calls;

/// <summary>Evidence that an admitted call may be sent: it was looked at, and has its part of every limit that counts it.</summary>
internal sealed class Reservation(AdmittedCall admission)
{
    public Plan Plan => admission.Plan;

    public LiveCall Handle => admission.Handle;
}
