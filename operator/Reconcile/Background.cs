namespace AiGateway.Operator.Reconcile;

/// <summary>Runs one endless piece of work beside the host.</summary>
internal sealed class Background(Func<CancellationToken, Task> work) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => work(stoppingToken);
}
