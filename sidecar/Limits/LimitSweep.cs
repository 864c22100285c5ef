using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Limits;

/// <summary>
/// Gives up limits that no rule names any more (renamed, removed), where nothing is under way in them, nothing that they counted stands in their window, and what was leased of them is given back and the operator has said that it
/// heard so. They would cost memory, places for keys and words for as long as the process lives. Beside the way of calls.
/// </summary>
internal sealed class LimitSweep(LimitLedger ledger, SnapshotHolder snapshots, SliceWords words)
{
    /// <summary>So long a limit stays when no rule names it: calls that began under the rules before may still come to it.</summary>
    public static readonly TimeSpan After = TimeSpan.FromMinutes(10);

    /// <summary>Looks at all limits once.</summary>
    public void Run(long now)
    {
        var inForce = snapshots.Current is { Limits: { IsEmpty: false } limits } ? ledger.BookOf(limits).States.ToHashSet() : [];
        foreach (var state in ledger.States)
        {
            if (inForce.Contains(state)) state.UnnamedSince = 0;
            else if (state.UnnamedSince == 0) state.UnnamedSince = now;
            else if (now - state.UnnamedSince >= After.TotalMilliseconds && state.IsQuiet(now) && words.HasTold(state)) ledger.Drop(state);
        }
    }
}
