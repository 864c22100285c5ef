using System.Collections.Concurrent;
using System.Diagnostics;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;

namespace AiGateway.FleetOperator;

/// <summary>Measures inside the operator's process: compile time, memory with the fleet, and how long a change takes to be acknowledged.</summary>
internal sealed class FleetMeasure(IServiceProvider all)
{
    private readonly SidecarBoard _sidecars = all.GetRequiredService<SidecarBoard>();
    private readonly FleetInventory _inventory = all.GetRequiredService<FleetInventory>();

    /// <param name="alone">Memory before any stream came.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FleetResult> RunAsync(double alone, CancellationToken cancellationToken)
    {
        await UntilAsync(() => _sidecars.From(SidecarBoard.Here).Count(state => state.InForce is not null) == FleetSize.Streams, cancellationToken);
        var connected = MemoryMb();
        var (acks, last) = await ChangesAsync(cancellationToken);
        var after = MemoryMb();
        var compile = CompileTimes(_ => null);
        var turn = CompileTimes(inventory => BundleCompiler.Compile(inventory));
        return new()
        {
            Pods = FleetSize.Pods,
            Namespaces = FleetSize.Namespaces,
            Streams = FleetSize.Streams,
            Changes = FleetSize.Changes,
            BundleBytes = all.GetRequiredService<BundleBoard>().Find(FleetSize.UidOf(0))!.Rules.Bytes.Length,
            CompileP50Ms = Percentile(compile, 50),
            CompileMaxMs = compile[^1],
            TurnP50Ms = Percentile(turn, 50),
            TurnMaxMs = turn[^1],
            AckP50Ms = Percentile(acks, 50),
            AckP99Ms = Percentile(acks, 99),
            LastAckP50Ms = Percentile(last, 50),
            LastAckMaxMs = last[^1],
            AloneMb = alone,
            ConnectedMb = connected,
            AfterChangesMb = after,
        };
    }

    /// <summary>Compiling after one more change of the policy, each time beside what was compiled before.</summary>
    private List<double> CompileTimes(Func<Inventory, Compilation?> first)
    {
        var inventory = _inventory.Take();
        var before = first(inventory);
        var times = new List<double>();
        for (var round = 0; round < 11; round++)
        {
            inventory = FleetInventory.Changed(inventory);
            var started = Stopwatch.GetTimestamp();
            var compiled = BundleCompiler.Compile(inventory, before);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (before is not null) before = compiled;
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
            if (round == 0) continue; // The first one meets cold code.
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
        var generation = FleetInventory.GenerationOf(_inventory.Take()) + 1;
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
    public static double MemoryMb()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1024.0 / 1024.0;
    }

    private static double Percentile(List<double> sorted, int percent) =>
        sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * percent / 100.0) - 1, 0, sorted.Count - 1)];
}
