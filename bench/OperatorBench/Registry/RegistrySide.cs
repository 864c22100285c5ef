using System.Diagnostics;
using AiGateway.ControlPlane;
using AiGateway.Operator.Resources;

namespace AiGateway.OperatorBench.Registry;

/// <summary>Starts the control plane and the operator's process, holds a stream for each agent, lets all agents call for a while, and writes down what that cost.</summary>
internal static class RegistrySide
{
    /// <returns>Not zero where a bar is missed. A stream that fails fails the whole.</returns>
    public static async Task<int> RunAsync(string results, CancellationToken cancellationToken)
    {
        await using var server = new LocalApiServer(why => throw new InvalidOperationException(why)) { AuditPolicy = WriteLog.AuditPolicy };
        await server.StartAsync(cancellationToken);
        await InstalledCrds.InstallAsync(server, cancellationToken);
        var tokens = await ClusterPods.MakeAsync(server, cancellationToken);
        await Console.Out.WriteLineAsync($"{tokens.Length} pods");

        await using var replica = await RegistryOperator.StartAsync(server, cancellationToken);
        using var process = Process.GetProcessById(replica.ProcessId);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var meter = new Meter(process);
        var agents = tokens.Select((token, agent) => new CallingAgent(new($"https://localhost:{replica.StreamPort}"), agent, token)).ToList();
        List<Task> running = [meter.RunAsync(over.Token), .. agents.Select(agent => agent.RunAsync(over.Token))];
        var measured = MeasureAsync(server, meter, agents, over.Token);
        var ended = await Task.WhenAny([measured, .. running]);
        await over.CancelAsync();
        await Task.WhenAll([measured, .. running]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended;

        var result = await measured;
        await ResultFiles.WriteAsync((results, "registry"), result, BenchJson.Default.RegistryResult, RegistryTable.Of(result));
        if (result.Missed is not { } missed) return 0;
        await Console.Error.WriteLineAsync(missed);
        return 1;
    }

    private static async Task<RegistryResult> MeasureAsync(LocalApiServer server, Meter meter, List<CallingAgent> agents, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while ((await CountAsync(server, cancellationToken)).Agents < RegistrySize.Agents) await Task.Delay(2000, cancellationToken);
        var (listed, listedAt) = (Stopwatch.GetElapsedTime(started), DateTimeOffset.UtcNow);
        await Console.Out.WriteLineAsync($"{RegistrySize.Agents} agents listed after {listed.TotalSeconds:f0} s");

        var (busy, processor, rounds) = (Stopwatch.GetTimestamp(), meter.ProcessorSeconds, 0);
        for (; Stopwatch.GetElapsedTime(busy) < RegistrySize.Busy; rounds++)
        {
            await Task.WhenAll(agents.Select(agent => agent.CallAsync(cancellationToken)));
            await Task.Delay(RegistrySize.ReportEvery, cancellationToken);
        }

        var (busySeconds, busyProcessor, busyUntil) = (Stopwatch.GetElapsedTime(busy).TotalSeconds, meter.ProcessorSeconds - processor, DateTimeOffset.UtcNow);
        var made = (long)rounds * RegistrySize.Things * RegistrySize.Agents;
        await Console.Out.WriteLineAsync($"{made} calls reported in {busySeconds:f0} s");
        var counted = await CatchUpAsync(server, made, cancellationToken);
        var writes = WriteLog.Read(server.AuditFile);
        return new()
        {
            Machine = Machine.Describe(),
            ListedSeconds = listed.TotalSeconds,
            ListedWrites = writes.Count(at => at < listedAt),
            BusySeconds = busySeconds,
            BusyWrites = writes.Count(at => at >= listedAt && at < busyUntil),
            BusyProcessor = busyProcessor / busySeconds,
            MostInASecond = WriteLog.MostInASecond(writes),
            CallsMade = made,
            CallsCounted = counted,
            HighestMb = meter.HighestMb,
            EndMb = meter.MemoryMb,
        };
    }

    /// <summary>The calls in all totals once they are as many as were made, or when that has taken too long.</summary>
    private static async Task<long> CatchUpAsync(LocalApiServer server, long made, CancellationToken cancellationToken)
    {
        var quiet = Stopwatch.GetTimestamp();
        while (true)
        {
            var (_, calls) = await CountAsync(server, cancellationToken);
            if (calls >= made || Stopwatch.GetElapsedTime(quiet) >= RegistrySize.CatchUp) return calls;
            await Task.Delay(2000, cancellationToken);
        }
    }

    /// <summary>Agents that have a status, and the calls that all statuses speak of.</summary>
    private static async Task<(int Agents, long Calls)> CountAsync(LocalApiServer server, CancellationToken cancellationToken)
    {
        var agents = (await server.Client.ListAsync(ResourceKinds.Agents, new(), cancellationToken)).Items;
        return (agents.Count(agent => agent.Status?.Pods?.Count == 1), agents.Sum(agent => agent.Status?.Totals?.Calls ?? 0));
    }
}
