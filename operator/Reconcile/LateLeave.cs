namespace AiGateway.Operator.Reconcile;

/// <summary>
/// A replica that was told to end goes on answering for a moment: until every node has taken it out of the Service, the API server asks it about pods, and a pod that is refused for that
/// is a Deployment that does not come up.
/// </summary>
internal sealed class LateLeave(TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Endpoints are taken out within a second or two of the pod's deletion, and later on a node that has much to do; far below the grace period.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(Margin, time, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
