using System.Collections.Concurrent;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>
/// The health of targets, by the provider's name and the model's: shared by all routes and calls of the pod, and kept when the snapshot is swapped. Bounded: targets
/// that have rested make room, and where none has, a target goes without memory.
/// </summary>
internal sealed class TargetLedger(TimeProvider clock)
{
    public const int MaxTargets = 512;

    private static readonly TimeSpan s_rest = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Provider, string? Model), TargetState> _states = new();
    private long _retries;
    private long _retriesRefused;
    private long _opened;

    /// <summary>Circuits that are open or wait for a probe.</summary>
    public int Open => _states.Count(state => state.Value.IsOpen);

    /// <summary>Further tries of the same target, since the start.</summary>
    public long Retries => Volatile.Read(ref _retries);

    /// <summary>Further tries that the budget did not allow.</summary>
    public long RetriesRefused => Volatile.Read(ref _retriesRefused);

    /// <summary>How often a circuit opened.</summary>
    public long Opened => Volatile.Read(ref _opened);

    public TargetState Of(Target target)
    {
        var key = (target.Provider.Name, target.Model);
        if (_states.TryGetValue(key, out var state)) return state;
        if (_states.Count >= MaxTargets) Sweep();
        return _states.Count >= MaxTargets ? new(clock) : _states.GetOrAdd(key, static (_, time) => new(time), clock);
    }

    /// <summary>Takes one retry of the target's budget; false where it is spent.</summary>
    public bool TrySpend(TargetState state, int percent)
    {
        var spent = state.TrySpend(percent);
        Interlocked.Increment(ref spent ? ref _retries : ref _retriesRefused);
        return spent;
    }

    /// <summary>How a try came out.</summary>
    public void End(TargetState state, bool failed, Admission admission, Breaker? breaker)
    {
        if (state.End(failed, admission, breaker)) Interlocked.Increment(ref _opened);
    }

    private void Sweep()
    {
        foreach (var state in _states)
        {
            if (state.Value.HasRestedFor(s_rest)) _states.TryRemove(state);
        }
    }
}
