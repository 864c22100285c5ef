using AiGateway.FleetBench;

// Two processes of one program, so that the operator's memory is its own: this one holds the clients, the other one the operator.
using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(5));
return args is ["operator", ..]
    ? await OperatorSide.RunAsync(bound.Token)
    : await ClientSide.RunAsync(args.FirstOrDefault() ?? "bench/results", bound.Token);
