using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Watchdog;

/// <summary>Looks at all pods every few seconds, at the leader alone: counts what is found, tells it, and where it was asked to, has pods started anew.</summary>
internal sealed partial class WatchdogLoop(
    FindingTeller teller, PodRestarter restarter, SidecarBoard sidecars, WatchdogOptions options, WatchdogFigures figures) : BackgroundService
{
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(5);

    public required ILogger<WatchdogLoop> Logger { private get; init; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!options.Leads()) StandBy();
            else if (options.Latest() is { } turn) await LookAsync(turn, stoppingToken);
            await Task.Delay(Spacing, options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void StandBy()
    {
        figures.Note([]);
        restarter.Reset();
    }

    private async Task LookAsync(Turn turn, CancellationToken cancellationToken)
    {
        try
        {
            var look = new Look { Turn = turn, Sidecars = sidecars.Present(), Before = _ => null, Now = options.Time.GetUtcNow() };
            var findings = new PodInspector(look, options.Version).Inspect();
            figures.Note(findings);
            await teller.TellAsync(findings, cancellationToken);
            if (options.Mode == WatchdogMode.Restart && await restarter.RunAsync(look, findings, cancellationToken) is { } refused) Log.Refused(Logger, refused);
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested) Log.Failed(Logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(600, LogLevel.Warning, "An eviction was refused; it is tried again later: {Why}")]
        public static partial void Refused(ILogger logger, KubeError why);

        [LoggerMessage(601, LogLevel.Warning, "The watchdog failed; it looks again")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
