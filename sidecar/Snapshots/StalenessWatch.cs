namespace AiGateway.Sidecar.Snapshots;

/// <summary>Looks once a second whether the bundle has become too old.</summary>
internal sealed class StalenessWatch(SnapshotKeeper keeper, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) keeper.Check();
        }
        catch (OperationCanceledException)
        {
            // The sidecar stops.
        }
    }
}
