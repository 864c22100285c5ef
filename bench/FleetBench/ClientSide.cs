using System.Diagnostics;
using System.Text.Json;

namespace AiGateway.FleetBench;

/// <summary>Starts the operator's process, holds the streams, and writes down what the operator found.</summary>
internal static class ClientSide
{
    public static async Task<int> RunAsync(string results, CancellationToken cancellationToken)
    {
        using var other = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Self(), "operator"]) { RedirectStandardOutput = true })!;
        try
        {
            var address = new Uri(await other.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("the operator did not start"));
            var (connect, streams) = Connect(address, cancellationToken);
            var connected = await connect;
            if (await other.StandardOutput.ReadLineAsync(cancellationToken) is not { } line) throw new InvalidOperationException("the operator found nothing");

            var result = JsonSerializer.Deserialize(line, FleetJson.Default.FleetResult)!;
            await ResultWriter.WriteAsync(result with { ConnectSeconds = connected.TotalSeconds, Machine = Machine.Describe() }, results, cancellationToken);
            await Task.WhenAny(streams, Task.Delay(TimeSpan.FromSeconds(5), cancellationToken));
            return 0;
        }
        finally
        {
            if (!other.HasExited) other.Kill();
        }
    }

    private static string[] Self() => Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(ClientSide).Assembly.Location] : [];

    private static (Task<TimeSpan> Connected, Task Streams) Connect(Uri address, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var all = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = FleetSize.Streams;
        async Task HoldAsync(int number)
        {
            var first = true;
            void InForce()
            {
                if (first && Interlocked.Decrement(ref waiting) == 0) all.TrySetResult(Stopwatch.GetElapsedTime(started));
                first = false;
            }

            try
            {
                await new FleetClient(address, number).RunAsync(InForce, cancellationToken);
            }
            catch (Exception exception)
            {
                all.TrySetException(exception);
            }
        }

        var streams = Enumerable.Range(0, FleetSize.Streams).Select(HoldAsync).ToList();
        return (all.Task, Task.WhenAll(streams));
    }
}
