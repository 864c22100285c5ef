using System.Collections.Immutable;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Which target is tried next, and after which wait: the memory of one call's tries. The same target again while its rule, its budget and the time allow, then the next
/// one whose circuit is not open. Where all are open before anything was tried, the one that closes soonest is tried all the same: a circuit moves calls, it refuses none.
/// </summary>
internal sealed class AttemptPlanner(Plan plan, AttemptPlanners shared)
{
    private readonly ImmutableArray<Target> _order = TargetOrder.Of(plan, shared.Dice);
    private readonly long _deadline = DeadlineOf(plan.Route, shared.Clock);
    private int _at = -1;
    private int _again;
    private bool _hasFailed;
    private TargetState? _state;
    private Admission _admission;
    private (Target Target, TimeSpan Wait)? _pending;

    /// <summary>The next target, and how long to wait before it; null where no try is left.</summary>
    public (Target Target, TimeSpan Wait)? Next()
    {
        var next = _pending ?? (_state is null ? Advance() : null);
        _pending = null;
        return next;
    }

    /// <summary>
    /// Tells how the try under way failed, before anything has left for the agent. True where another try follows, and then this answer is not shown. Counts for breaker and
    /// retry budget; called exactly once a failed try.
    /// </summary>
    public bool Failed(in AttemptFailure failure)
    {
        _hasFailed = true;
        shared.Ledger.End(_state!, IsUnhealthy(failure), _admission, plan.Route.Breaker);
        _pending = TryAgain(failure) ?? (Falls(failure) ? Advance() : null);
        return _pending is not null;
    }

    /// <summary>
    /// Tells that the target cannot take this call at all (its dialect cannot express it, its key has ended): says nothing of its health. True where another target follows.
    /// </summary>
    public bool Skipped()
    {
        _state!.Withdraw(_admission);
        _pending = Advance();
        return _pending is not null;
    }

    /// <summary>Tells that the try under way brought an answer, or an error that is the agent's own.</summary>
    public void Succeeded() => shared.Ledger.End(_state!, failed: false, _admission, plan.Route.Breaker);

    /// <summary>Tells that the call was stopped from outside: a try that was planned or under way says nothing of its target.</summary>
    public void Stopped() => _state?.Withdraw(_admission);

    /// <summary>Tells that the answer broke off when it had begun to leave for the agent: it counts against the target, and nothing follows.</summary>
    public void Broke() => shared.Ledger.End(_state!, failed: true, _admission, plan.Route.Breaker);

    private (Target Target, TimeSpan Wait)? TryAgain(in AttemptFailure failure)
    {
        var retries = plan.Route.Retries;
        if (_again >= retries.Attempts || !retries.Statuses.Contains(StatusOf(failure)) || IsOfTheRequest(failure.Kind)) return null;
        if (WaitOf(retries, failure.RetryAfter) is not { } wait || IsTooLate(wait)) return null;
        if (_state!.Enter(plan.Route.Breaker, Entry.Again) is Admission.Refused) return null;
        if (!shared.Ledger.TrySpend(_state, retries.BudgetPercent)) return null;

        _again++;
        _admission = Admission.Passed;
        return (_order[_at], wait);
    }

    /// <summary>The next target that may be tried now.</summary>
    private (Target Target, TimeSpan Wait)? Advance()
    {
        if (IsTooLate(TimeSpan.Zero)) return null;
        for (var at = _at + 1; at < _order.Length; at++)
        {
            var state = shared.Ledger.Of(_order[at]);
            var admission = state.Enter(plan.Route.Breaker, Entry.First);
            if (admission != Admission.Refused) return Take(at, state, admission);
        }

        return _hasFailed || _at + 1 >= _order.Length ? null : Force();
    }

    private (Target Target, TimeSpan Wait)? Force()
    {
        var soonest = _at + 1;
        for (var at = soonest + 1; at < _order.Length; at++)
        {
            if (shared.Ledger.Of(_order[at]).OpenUntil < shared.Ledger.Of(_order[soonest]).OpenUntil) soonest = at;
        }

        var state = shared.Ledger.Of(_order[soonest]);
        return Take(soonest, state, state.Enter(plan.Route.Breaker, Entry.Forced));
    }

    private (Target Target, TimeSpan Wait)? Take(int at, TargetState state, Admission admission)
    {
        (_at, _again, _state, _admission) = (at, 0, state, admission);
        return (_order[at], TimeSpan.Zero);
    }

    /// <summary>Full jitter; what the provider asks for comes before it. Null where it asks for more than the rule waits.</summary>
    private TimeSpan? WaitOf(Retries retries, TimeSpan? asked)
    {
        if (asked > retries.MaxBackoff) return null;
        var longest = asked is null ? Math.Min(retries.MaxBackoff.TotalMilliseconds, retries.Backoff.TotalMilliseconds * (1 << _again)) : retries.Backoff.TotalMilliseconds;
        return (asked ?? TimeSpan.Zero) + TimeSpan.FromMilliseconds(longest * shared.Dice.Throw());
    }

    private bool IsTooLate(TimeSpan wait) => _deadline != long.MaxValue && MillisecondsOf(shared.Clock) + wait.TotalMilliseconds >= _deadline;

    private bool Falls(in AttemptFailure failure)
    {
        var fallback = plan.Route.Fallback;
        return failure.Status == 0 || fallback.Covers(failure.Status)
            || (fallback.OnContextLength && failure.Kind == ErrorKind.ContextLength)
            || (fallback.OnContentPolicy && failure.Kind == ErrorKind.ContentPolicy);
    }

    private static bool IsUnhealthy(in AttemptFailure failure) => !IsOfTheRequest(failure.Kind) && StatusOf(failure) is 408 or 429 or >= 500;

    /// <summary>The same target would say the same again.</summary>
    private static bool IsOfTheRequest(ErrorKind kind) => kind is ErrorKind.ContextLength or ErrorKind.ContentPolicy;

    /// <summary>A target that was too slow counts as 408, one that could not be reached as 502.</summary>
    private static int StatusOf(in AttemptFailure failure) => failure switch
    {
        { Status: not 0 } => failure.Status,
        { Kind: ErrorKind.Timeout } => 408,
        _ => 502,
    };

    private static long DeadlineOf(ModelRoute route, TimeProvider clock) =>
        route.Timeouts?.TotalMs is { } total ? MillisecondsOf(clock) + total : long.MaxValue;

    private static long MillisecondsOf(TimeProvider clock) => (long)clock.GetElapsedTime(0).TotalMilliseconds;
}
