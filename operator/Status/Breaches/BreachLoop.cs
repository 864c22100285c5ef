namespace AiGateway.Operator.Status.Breaches;

/// <summary>Looks at what sidecars say of their limits, once a second, where this replica leads.</summary>
internal sealed partial class BreachLoop(BreachKeeper keeper, StatusLoopOptions options, ILogger<BreachLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (options.Leads() && options.Latest() is { } turn) await keeper.LookAsync(turn, stoppingToken);
            }
            catch (Exception exception)
            {
                if (!stoppingToken.IsCancellationRequested) Log.Failed(logger, exception);
            }

            await Task.Delay(Spacing, options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(445, LogLevel.Warning, "What follows of breached limits could not be written; it is tried again")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
