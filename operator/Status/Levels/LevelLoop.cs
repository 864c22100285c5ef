using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Status.Levels;

/// <summary>Drives <see cref="LevelAnnotator"/> at the leader, beside the statuses: a thousand pods to annotate hold up no status.</summary>
internal sealed partial class LevelLoop(LevelAnnotator annotator, SidecarBoard sidecars, StatusLoopOptions options, ILogger<LevelLoop> logger) : BackgroundService
{
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (options.Leads() && options.Latest() is { } turn) await LookAsync(turn, stoppingToken);
            await Task.Delay(Spacing, options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(Turn turn, CancellationToken cancellationToken)
    {
        try
        {
            var look = new Look { Turn = turn, Sidecars = sidecars.Present(), Before = _ => null, Now = options.Time.GetUtcNow() };
            if (await annotator.WriteAsync(look, cancellationToken) is [var first, ..] refused) Log.Refused(logger, refused.Count, first);
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested) Log.Failed(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(430, LogLevel.Warning, "Of {Count} pods the measured level could not be annotated: {Why}")]
        public static partial void Refused(ILogger logger, int count, KubeError why);

        [LoggerMessage(431, LogLevel.Warning, "Measured levels could not be annotated ({Why}); they are tried again")]
        public static partial void Failed(ILogger logger, string why);
    }
}
