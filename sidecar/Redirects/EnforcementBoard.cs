using AiGateway.Contracts;

namespace AiGateway.Sidecar.Redirects;

/// <summary>
/// How far the agent is held, as it was measured: what the validator proved before the agent began, until something is seen that unmakes it. It only ever goes down: whoever got around the
/// sidecar once may have left a way to do it again.
/// </summary>
/// <param name="measured">The level at the start.</param>
/// <param name="keep">Called once, with the reason, when the level is lowered: a process after this one should know; null where nothing is kept.</param>
internal sealed class EnforcementBoard(Enforcement measured, Action<string>? keep = null)
{
    private Enforcement _now = measured;

    /// <summary>The level now.</summary>
    public Enforcement Read() => Volatile.Read(ref _now);

    /// <summary>Lowers the level for good; the first reason stays. False where it was not higher.</summary>
    public bool Lower(string reason)
    {
        var lower = new Enforcement { Level = EnforcementLevel.Cooperative, Reason = reason };
        var before = Read();
        if (before.Level <= lower.Level || Interlocked.CompareExchange(ref _now, lower, before) != before) return false;
        keep?.Invoke(reason);
        return true;
    }

    /// <summary>What a proof is worth; none is worth nothing, and the problem says why there is none.</summary>
    public static Enforcement Of(RedirectProof? proof, string? problem) => proof switch
    {
        { Redirected: true } => new() { Level = EnforcementLevel.Redirected },
        { Reason.Length: > 0 } => new() { Level = EnforcementLevel.Cooperative, Reason = proof.Reason },
        { } => new() { Level = EnforcementLevel.Cooperative, Reason = "the validator's proof says that a check did not hold, and not which" },
        null => new() { Level = EnforcementLevel.Cooperative, Reason = problem },
    };
}
