namespace AiGateway.Operator.Publish;

/// <summary>
/// "Something changed", for any number of waiters. Take <see cref="Next"/> first, read the state, then wait: a change in between is not
/// lost, and many changes become one.
/// </summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = Fresh();

    /// <summary>Completes at the next change.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, Fresh()).TrySetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
