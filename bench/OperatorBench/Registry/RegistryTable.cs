using System.Globalization;

namespace AiGateway.OperatorBench.Registry;

/// <summary>What was found, for people.</summary>
internal static class RegistryTable
{
    public static string Of(RegistryResult result) => string.Create(CultureInfo.InvariantCulture, $"""
        # The registry: {RegistrySize.Agents:n0} agents against a real kube-apiserver and etcd

        {result.Machine}. Control plane, operator (compiled ahead of time, as it ships) and {RegistrySize.Agents:n0} sidecars' streams on the same processors; each agent one pod; while they are busy each
        sidecar reports every {RegistrySize.ReportEvery.TotalSeconds:f0} s that its agent called all of {RegistrySize.Things} models and tools again. Writes are those in the API server's audit log.

        | what | found | to reach |
        |---|---|---|
        | writes of Agents in a second, the most in any | {result.MostInASecond} | {RegistryResult.MostWrites} |
        | writes of Agents a second, all agents busy for {result.BusySeconds:f0} s | {result.BusyWrites / result.BusySeconds:f1} | {RegistryResult.MostWrites} |
        | from none to {RegistrySize.Agents:n0} Agents with a status | {result.ListedSeconds:f0} s, {result.ListedWrites:n0} writes | |
        | operator's resident memory, highest / at the end | {result.HighestMb:f0} / {result.EndMb:f0} MB | {RegistryResult.MostMb:f0} MB |
        | operator's share of one processor, all agents busy | {100 * result.BusyProcessor:f0} % | |
        | calls in the Agents' totals, of those made | {result.CallsCounted:n0} of {result.CallsMade:n0} | all |

        """);
}
