namespace AiGateway.Sidecar.Limits;

/// <summary>Writes counts down while the process lives, and gives up keys of which nothing counts any more, and limits that no rule names. Beside the way of calls.</summary>
internal sealed class CountKeeper(LimitLedger ledger, LimitSweep sweep, KeptCounts kept) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private const int ForgetEvery = 60;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        kept.Save(ledger.States);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, ledger.Clock);
        for (var turn = 1; await WaitAsync(timer, stoppingToken); turn++)
        {
            kept.Save(ledger.States);
            if (turn % ForgetEvery != 0) continue;
            foreach (var state in ledger.States) state.Forget(ledger.Now);
            sweep.Run(ledger.Now);
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
