using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Meters;

namespace AiGateway.Sidecar.Hosting;

/// <summary>
/// The way out. A classic sidecar is told to stop together with its agent, so it goes on accepting until the agent has been quiet for a
/// moment or the time is up; what is then still under way is cut in its own dialect. Only then do the listeners close, the last report goes
/// up and the audit is written out.
/// </summary>
internal sealed partial class Drain(
    LiveCalls live, CallTotals totals, DrainOptions options, TimeProvider time, ILogger<Drain> logger)
{
    private volatile bool _agentEnded;

    /// <summary>The agent's containers have ended: nobody is left to be waited for but what is under way.</summary>
    public void AgentEnded() => _agentEnded = true;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var limit = time.CreateTimer(_ => bounded.Cancel(), null, options.Longest, Timeout.InfiniteTimeSpan);
        Log.Began(logger, live.Count);
        try
        {
            while (!await IsQuietAsync(bounded.Token))
            {
                // A call came while it was quiet: the agent still works.
            }

            Log.Idle(logger);
        }
        catch (OperationCanceledException)
        {
            Log.TimeIsUp(logger, live.Count);
            live.CutAll(new Refusal(RefusalReason.NotReady, "The sidecar is stopping."));
        }
    }

    private async Task<bool> IsQuietAsync(CancellationToken cancellationToken)
    {
        await live.WhenIdleAsync(cancellationToken);
        if (_agentEnded) return true;

        var calls = totals.ToReport("", 0).Calls;
        await Task.Delay(options.Quiet, time, cancellationToken);
        return live.Count == 0 && totals.ToReport("", 0).Calls == calls;
    }

    private static partial class Log
    {
        [LoggerMessage(301, LogLevel.Information, "Stopping; {Open} calls are under way")]
        public static partial void Began(ILogger logger, int open);

        [LoggerMessage(302, LogLevel.Information, "Idle; the listeners close")]
        public static partial void Idle(ILogger logger);

        [LoggerMessage(303, LogLevel.Warning, "The time to drain is up; {Open} calls are cut")]
        public static partial void TimeIsUp(ILogger logger, int open);
    }
}
