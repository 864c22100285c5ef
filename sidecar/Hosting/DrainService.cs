namespace AiGateway.Sidecar.Hosting;

/// <summary>Hooks <see cref="Drain"/> in before anything stops: the host asks for this before it closes the listeners.</summary>
internal sealed class DrainService(Drain drain, Readiness readiness) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Leave();
        return drain.RunAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
