using AiGateway.Benchmarks;
using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(AuthorizeBenchmark).Assembly).Run(args);
