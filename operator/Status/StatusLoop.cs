using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Status;

/// <summary>
/// Wakes when something was compiled or a sidecar spoke, and at the latest every other second, because pods grow older without a word; looks at most
/// once per <see cref="Spacing"/>, so that a thousand acknowledgements become one write. Only the leader writes.
/// </summary>
internal sealed partial class StatusLoop(
    StatusWriter writer, EventRecorder events, SidecarBoard sidecars, StatusLoopOptions options, ILogger<StatusLoop> logger) : BackgroundService
{
    public static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var led = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var woken = Task.WhenAny(sidecars.Changed, options.Turned());
            var leads = options.Leads();
            if (leads && !led) writer.Reset();
            led = leads;
            if (leads && options.Latest() is { } turn) await LookAsync(turn, stoppingToken);
            await Task.Delay(Spacing, options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAny(woken, Task.Delay(Longest, options.Time, stoppingToken));
        }
    }

    private async Task LookAsync(Turn turn, CancellationToken cancellationToken)
    {
        try
        {
            var changes = await writer.WriteAsync(turn, cancellationToken);
            await events.RecordAsync(turn, cancellationToken);
            await events.RecordAsync(changes, cancellationToken);
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested) Log.Failed(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(420, LogLevel.Warning, "Statuses could not be written; they are tried again")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
