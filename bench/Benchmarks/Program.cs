using AiGateway.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["guardrails", var path]) await GuardReport.WriteAsync(path);
else BenchmarkSwitcher.FromAssembly(typeof(AuthorizeBenchmark).Assembly).Run(args);
