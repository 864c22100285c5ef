namespace AiGateway.Sidecar.Snapshots;

/// <summary>Keeps one stream to the operator open for as long as the sidecar lives, whatever happens to it; backs off with jitter.</summary>
internal sealed partial class BundleClient(
    BundleClientOptions options, SnapshotKeeper keeper, Backoff backoff, TimeProvider time, ILogger<BundleClient> logger) : BackgroundService
{
    private readonly EnforcementSequence _enforcement = new(options.Enforcement);
    private readonly ReportSequence _reports = new(options.Totals, options.Epoch);
    private readonly SeenSequence _seen = new(options, time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            await RunOnceAsync(stoppingToken);
            keeper.Disconnect();
            if (time.GetElapsedTime(began) >= options.HealthyAfter) backoff.Reset();
            await PauseAsync(stoppingToken);
        }
    }

    private async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var connection = await OperatorConnection.PrepareAsync(options, stoppingToken);
            await new BundleStream(options, keeper, new(_enforcement, _reports, _seen, options.Words), time, logger).RunAsync(connection, stoppingToken);
            Log.Ended(logger);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The sidecar stops, and what it had to say has gone up: how the stream ends no longer matters.
        }
        catch (Exception failure)
        {
            Log.Failed(logger, Explain(failure));
        }
    }

    private async Task PauseAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(backoff.Next(), time, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The sidecar stops.
        }
    }

    /// <summary>The outer words say that it failed, the inner ones why.</summary>
    private static string Explain(Exception failure) =>
        failure.InnerException is { } inner ? $"{failure.Message} {Explain(inner)}" : failure.Message;

    private static partial class Log
    {
        [LoggerMessage(221, LogLevel.Information, "The operator ended the stream; connecting anew")]
        public static partial void Ended(ILogger logger);

        [LoggerMessage(222, LogLevel.Warning, "The operator is not connected; what is in force stays. {Why}")]
        public static partial void Failed(ILogger logger, string why);
    }
}
