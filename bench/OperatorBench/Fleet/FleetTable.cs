using System.Globalization;
using AiGateway.FleetOperator;

namespace AiGateway.OperatorBench.Fleet;

/// <summary>What was found, for people.</summary>
internal static class FleetTable
{
    public static string Of(FleetResult result) => string.Create(CultureInfo.InvariantCulture, $"""
        # One operator, {result.Pods:n0} pods in {result.Namespaces} namespaces, {result.Streams:n0} streams

        {result.Machine}. Clients and operator on the same processors, in two processes; TLS and a connection for each stream; bundles of
        {result.BundleBytes:n0} bytes; {result.Changes} changes of one policy that reaches every stream. Memory is resident, after a full collection.

        | what | found | to reach |
        |---|---|---|
        | policy change to acknowledged, p50 of all sidecars | {result.AckP50Ms:f0} ms | |
        | policy change to acknowledged, p99 of all sidecars | {result.AckP99Ms:f0} ms | 500 ms |
        | policy change to acknowledged by the last of {result.Streams:n0}, median / worst of {result.Changes} | {result.LastAckP50Ms:f0} / {result.LastAckMaxMs:f0} ms | |
        | compiling when one policy has changed, median / worst of 10 | {result.TurnP50Ms:f1} / {result.TurnMaxMs:f1} ms | |
        | compiling {result.Pods:n0} pods from nothing, median / worst of 10 | {result.CompileP50Ms:f0} / {result.CompileMaxMs:f0} ms | |
        | {result.Streams:n0} streams opened and in force | {result.ConnectSeconds:f1} s | |
        | operator with the inventory and no stream | {result.AloneMb:f0} MB | 100 MB |
        | operator with {result.Streams:n0} streams / after the changes | {result.ConnectedMb:f0} / {result.AfterChangesMb:f0} MB | |
        | a connected sidecar / after the changes | {result.PerSidecarKb:f0} / {result.PerSidecarAfterKb:f0} KB | 100 KB |

        """);
}
