using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>Evidence that the rules allow the call. It comes from an allowing decision alone.</summary>
internal sealed class Permit
{
    private Permit(Call call, Decision? decision) => (Call, Decision) = (call, decision);

    public Call Call { get; }

    /// <summary>The verdict; null where the call names no model, and any agent that may call at all may make it.</summary>
    public Decision? Decision { get; }

    /// <summary>The permit, or the refusal that the decision amounts to.</summary>
    public static Step<Permit> From(Call call, Decision? decision) =>
        decision is { Allowed: false } denied ? Refusal.Of(denied, call.Model) : new Permit(call, decision);
}
