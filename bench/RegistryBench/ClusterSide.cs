using System.Diagnostics;
using AiGateway.ControlPlane;
using AiGateway.FleetBench;
using AiGateway.Operator.Resources;

namespace AiGateway.RegistryBench;

/// <summary>Starts the control plane and the operator's process, holds a stream for each agent, lets all agents call for a while, and writes down what that cost.</summary>
internal static class ClusterSide
{
    public static async Task<int> RunAsync(string results, CancellationToken cancellationToken)
    {
        await using var server = new LocalApiServer(why => throw new InvalidOperationException(why));
        await server.StartAsync(cancellationToken);
        await InstalledCrds.InstallAsync(server, cancellationToken);
        var uids = await ClusterPods.MakeAsync(server, cancellationToken);
        await Console.Out.WriteLineAsync($"{uids.Length} pods");
        using var other = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Self(), "operator"])
        {
            RedirectStandardOutput = true, RedirectStandardInput = true, Environment = { ["KUBECONFIG"] = server.KubeConfigFile },
        })!;
        try
        {
            var address = new UriBuilder(await other.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("the operator did not start")) { Host = "localhost" }.Uri;
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var meter = new Meter(server, other);
            var metering = meter.RunAsync(over.Token);
            var clients = uids.Select((uid, agent) => new ReportingClient(address, agent, uid)).ToList();
            var streams = Task.WhenAll(clients.Select(client => client.RunAsync(over.Token)));
            var result = await MeasureAsync(server, meter, clients, cancellationToken);
            await ResultWriter.WriteAsync(result, results, cancellationToken);
            await over.CancelAsync();
            await Task.WhenAll(streams, metering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        finally
        {
            if (!other.HasExited) other.Kill();
        }
    }

    private static string[] Self() => Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(ClusterSide).Assembly.Location] : [];

    private static async Task<RegistryResult> MeasureAsync(LocalApiServer server, Meter meter, List<ReportingClient> clients, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (await CountAsync(server, cancellationToken) is var (agents, _) && agents < RegistrySize.Agents) await Task.Delay(2000, cancellationToken);
        var (listed, listedWrites) = (Stopwatch.GetElapsedTime(started), meter.Writes);
        await Console.Out.WriteLineAsync($"{RegistrySize.Agents} agents listed after {listed.TotalSeconds:f0} s");

        var (busy, processor, rounds) = (Stopwatch.GetTimestamp(), meter.ProcessorSeconds, 0);
        for (; Stopwatch.GetElapsedTime(busy) < RegistrySize.Busy; rounds++)
        {
            await Task.WhenAll(clients.Select(client => client.CallAsync(cancellationToken)));
            await Task.Delay(RegistrySize.ReportEvery, cancellationToken);
        }

        var result = new RegistryResult
        {
            Machine = Machine.Describe(),
            ListedSeconds = listed.TotalSeconds,
            ListedWrites = listedWrites,
            BusySeconds = Stopwatch.GetElapsedTime(busy).TotalSeconds,
            BusyWrites = meter.Writes - listedWrites,
            BusyProcessor = (meter.ProcessorSeconds - processor) / Stopwatch.GetElapsedTime(busy).TotalSeconds,
            CallsMade = (long)rounds * RegistrySize.Things * RegistrySize.Agents,
        };
        var quiet = Stopwatch.GetTimestamp();
        while (await CountAsync(server, cancellationToken) is var (_, calls) && calls < result.CallsMade && Stopwatch.GetElapsedTime(quiet) < RegistrySize.CatchUp) await Task.Delay(2000, cancellationToken);
        return result with { CallsCounted = (await CountAsync(server, cancellationToken)).Calls, MostASecond = meter.MostASecond(), HighestMb = meter.HighestMb, EndMb = meter.MemoryMb };
    }

    /// <summary>Agents that have a status, and the calls that all statuses speak of.</summary>
    private static async Task<(int Agents, long Calls)> CountAsync(LocalApiServer server, CancellationToken cancellationToken)
    {
        var agents = (await server.Client.ListAsync(ResourceKinds.Agents, new(), cancellationToken)).Items;
        return (agents.Count(agent => agent.Status?.Pods?.Count == 1), agents.Sum(agent => agent.Status?.Totals?.Calls ?? 0));
    }
}
