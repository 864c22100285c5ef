using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>Which target is tried next, and after which wait: the memory of one call's tries. Made anew for each call.</summary>
internal sealed class AttemptPlanner(Plan plan)
{
    private int _next;

    /// <summary>The next target, and how long to wait before it; null where no try is left.</summary>
    public (Target Target, TimeSpan Wait)? Next() => _next < plan.Targets.Length ? (plan.Targets[_next++], TimeSpan.Zero) : null;

    /// <summary>
    /// Tells how the try under way failed, before anything has left for the agent. True where another try follows, and then this answer is not shown. Counts for breaker and
    /// retry budget; called exactly once a failed try.
    /// </summary>
    public bool Failed(in AttemptFailure failure) => _next < plan.Targets.Length && IsRetriable(failure.Status);

    /// <summary>
    /// Tells that the target cannot take this call at all (its dialect cannot express it, its key has ended): says nothing of its health. True where another target follows.
    /// </summary>
    public bool Skipped() => _next < plan.Targets.Length;

    /// <summary>Tells that the try under way brought an answer, or an error that is the agent's own.</summary>
    public void Succeeded() => _next = plan.Targets.Length;

    private static bool IsRetriable(int status) => status is 0 or 429 or >= 500;
}
