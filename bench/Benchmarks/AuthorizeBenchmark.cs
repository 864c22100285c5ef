using AiGateway.Sidecar.Snapshots;
using BenchmarkDotNet.Attributes;

namespace AiGateway.Benchmarks;

/// <summary>The decision on one model name, under three policies; the allowed name is the last one looked at.</summary>
[MemoryDiagnoser]
public class AuthorizeBenchmark
{
    private readonly AgentRules _rules = new(
    [
        new() { Policy = "shop/everyone", AllowModels = ["gpt-4o-mini", "gpt-4o"], DenyModels = ["o1*", "gpt-5-pro"] },
        new() { Policy = "shop/buyers", AllowModels = ["claude-*"], DenyModels = [] },
        new() { Policy = "shop/all", AllowModels = ["fast", "bench*"], DenyModels = ["*-preview"] },
    ]);

    [Benchmark]
    public bool Allowed() => _rules.Decide("bench-large").Allowed;

    [Benchmark]
    public bool Denied() => _rules.Decide("o1-mini").Allowed;
}
