using AiGateway.Sidecar.Guards;
using BenchmarkDotNet.Attributes;

namespace AiGateway.Benchmarks;

/// <summary>All checks of guardrails that ask nobody, on a prompt of 4 KB, on the request around it, and on a stream of 200 events of which one is masked.</summary>
[MemoryDiagnoser]
public class GuardBenchmark
{
    private readonly GuardPlan _input = GuardedPlans.Of(GuardedPlans.Checks);
    private readonly GuardPlan _output = GuardedPlans.Of(GuardedPlans.Checks, isOutput: true);

    [Benchmark]
    public int Prompt() => GuardedBody.Text(_input);

    [Benchmark]
    public int Request() => GuardedBody.Guard(_input);

    [Benchmark]
    public long Stream() => GuardedStream.Run(_output);
}
