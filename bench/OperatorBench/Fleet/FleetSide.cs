using System.Diagnostics;
using AiGateway.FleetOperator;

namespace AiGateway.OperatorBench.Fleet;

/// <summary>Starts the operator's process, holds the streams, and writes down what the operator found.</summary>
internal static class FleetSide
{
    public static async Task<int> RunAsync(string results, CancellationToken cancellationToken)
    {
        using var other = new FleetProcess();
        var address = await other.StreamsAsync(cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (connected, streams) = Connect(address, over.Token);
        var found = other.ResultAsync(cancellationToken);
        await await Task.WhenAny([found, .. streams]);
        var result = await found with { ConnectSeconds = (await connected).TotalSeconds, Machine = Machine.Describe() };
        await ResultFiles.WriteAsync((results, "fleet"), result, FleetJson.Default.FleetResult, FleetTable.Of(result));
        await over.CancelAsync();
        await Task.WhenAll(streams).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    /// <summary>When all have their first bundle, and the streams, which end with a failure alone.</summary>
    private static (Task<TimeSpan> Connected, List<Task> Streams) Connect(Uri address, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var all = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = FleetSize.Streams;
        Task HoldAsync(int number)
        {
            var first = true;
            return new StreamClient(address, FleetSize.TokenOf(number), $"epoch-{number}").RunAsync(InForce, cancellationToken);

            void InForce()
            {
                if (first && Interlocked.Decrement(ref waiting) == 0) all.TrySetResult(Stopwatch.GetElapsedTime(started));
                first = false;
            }
        }

        return (all.Task, [.. Enumerable.Range(0, FleetSize.Streams).Select(HoldAsync)]);
    }
}
