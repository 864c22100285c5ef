using AiGateway.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["guardrails", var path]) await GuardReport.WriteAsync(path);
else if (args is ["limits", var page]) await LimitsReport.WriteAsync(page);
else BenchmarkSwitcher.FromAssembly(typeof(AuthorizeBenchmark).Assembly).Run(args);
