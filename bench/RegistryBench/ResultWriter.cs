using System.Globalization;
using System.Text.Json;

namespace AiGateway.RegistryBench;

/// <summary>Writes <c>registry.json</c> and a table in <c>registry.md</c>, and prints the table.</summary>
internal static class ResultWriter
{
    public static async Task WriteAsync(RegistryResult result, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var table = Table(result);
        await File.WriteAllTextAsync(Path.Combine(folder, "registry.json"), JsonSerializer.Serialize(result, RegistryJson.Default.RegistryResult) + "\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "registry.md"), table, cancellationToken);
        await Console.Out.WriteAsync(table);
    }

    private static string Table(RegistryResult result) => string.Create(CultureInfo.InvariantCulture, $"""
        # The registry: {RegistrySize.Agents:n0} agents against a real kube-apiserver and etcd

        {result.Machine}. Control plane, operator and {RegistrySize.Agents:n0} sidecars' streams on the same processors; each agent one pod; while they are busy each
        sidecar reports every {RegistrySize.ReportEvery.TotalSeconds:f0} s that its agent called all of {RegistrySize.Things} models and tools again. Writes are those that the API server counted.

        | what | found | to reach |
        |---|---|---|
        | writes of Agents a second, the most over any second | {result.MostASecond:f1} | 20 |
        | writes of Agents a second, all agents busy for {result.BusySeconds:f0} s | {result.BusyWrites / result.BusySeconds:f1} | 20 |
        | from none to {RegistrySize.Agents:n0} Agents with a status | {result.ListedSeconds:f0} s, {result.ListedWrites:n0} writes | |
        | operator's resident memory, highest / at the end | {result.HighestMb:f0} / {result.EndMb:f0} MB | 256 MB |
        | operator's share of one processor, all agents busy | {100 * result.BusyProcessor:f0} % | |
        | calls in the Agents' totals, of those made | {result.CallsCounted:n0} of {result.CallsMade:n0} | all |

        """);
}
