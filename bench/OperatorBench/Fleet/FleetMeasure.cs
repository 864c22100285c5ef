using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Publish;

namespace AiGateway.OperatorBench.Fleet;

/// <summary>Measures inside the operator's process: compile time, memory before and with the fleet, and how long a change takes to be acknowledged.</summary>
internal sealed class FleetMeasure(IServiceProvider all)
{
    private readonly SidecarBoard _sidecars = all.GetRequiredService<SidecarBoard>();
    private readonly FleetInventory _inventory = all.GetRequiredService<FleetInventory>();

    /// <summary>Says when streams may come. The result as one line of JSON.</summary>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var alone = MemoryMb();
        await Console.Out.WriteLineAsync("alone");
        await UntilAsync(() => _sidecars.From(SidecarBoard.Here).Count(state => state.InForce is not null) == FleetSize.Streams, cancellationToken);
        var connected = MemoryMb();
        var (acks, last) = await ChangesAsync(cancellationToken);
        var after = MemoryMb();
        var compile = CompileTimes();
        return JsonSerializer.Serialize(new FleetResult
        {
            Pods = FleetSize.Pods,
            Namespaces = FleetSize.Namespaces,
            Streams = FleetSize.Streams,
            Changes = FleetSize.Changes,
            BundleBytes = all.GetRequiredService<BundleBoard>().Find(FleetSize.UidOf(0))!.Rules.Bytes.Length,
            CompileP50Ms = Percentile(compile, 50),
            CompileMaxMs = compile[^1],
            AckP50Ms = Percentile(acks, 50),
            AckP99Ms = Percentile(acks, 99),
            LastAckP50Ms = Percentile(last, 50),
            LastAckMaxMs = last[^1],
            AloneMb = alone,
            ConnectedMb = connected,
            AfterChangesMb = after,
        }, BenchJson.Default.FleetResult);
    }

    private List<double> CompileTimes()
    {
        var inventory = _inventory.Take();
        var times = new List<double>();
        for (var round = 0; round < 11; round++)
        {
            var started = Stopwatch.GetTimestamp();
            BundleCompiler.Compile(inventory);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return [.. times.Skip(1).Order()];
    }

    private async Task<(List<double> Acks, List<double> Last)> ChangesAsync(CancellationToken cancellationToken)
    {
        var acks = new List<double>();
        var last = new List<double>();
        for (var round = 0; round <= FleetSize.Changes; round++)
        {
            var times = await ChangeAsync(cancellationToken);
            if (round == 0) continue; // The first one compiles code.
            acks.AddRange(times);
            last.Add(times.Max());
            await Task.Delay(200, cancellationToken);
        }

        return ([.. acks.Order()], [.. last.Order()]);
    }

    /// <summary>One change of a policy: milliseconds until each sidecar has acknowledged that generation.</summary>
    private async Task<ICollection<double>> ChangeAsync(CancellationToken cancellationToken)
    {
        var times = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        var generation = _inventory.Take().Policies[0].Metadata.Generation + 1;
        var started = Stopwatch.GetTimestamp();
        void Note(string origin, SidecarState state)
        {
            if (state.InForce?.Sources.Any(source => source.Kind == "AgentPolicy" && source.Generation == generation) == true)
                times.TryAdd(state.PodUid, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        _sidecars.Told += Note;
        _inventory.Change();
        await UntilAsync(() => times.Count == FleetSize.Streams, cancellationToken);
        _sidecars.Told -= Note;
        return times.Values;
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (!condition()) await Task.Delay(10, cancellationToken);
    }

    /// <summary>Resident memory after a full collection.</summary>
    private static double MemoryMb()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1024.0 / 1024.0;
    }

    private static double Percentile(List<double> sorted, int percent) =>
        sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * percent / 100.0) - 1, 0, sorted.Count - 1)];
}
