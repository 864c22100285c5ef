using AiGateway.RegistryBench;

// Two processes of one program, so that the operator's memory is its own: this one holds the control plane and the sidecars' streams, the other one the operator.
using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(12));
return args is ["operator", ..]
    ? await OperatorSide.RunAsync(bound.Token)
    : await ClusterSide.RunAsync(args.FirstOrDefault() ?? "bench/results", bound.Token);
