using AiGateway.OperatorBench.Fleet;
using AiGateway.OperatorBench.Registry;

// Two processes, so that the operator's memory is its own: this one holds the sidecars' streams, the other one is the operator.
using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(12));
return args switch
{
    ["fleet", "operator"] => await FleetOperator.RunAsync(bound.Token),
    ["fleet", var results] => await FleetSide.RunAsync(results, bound.Token),
    ["registry", var results] => await RegistrySide.RunAsync(results, bound.Token),
    _ => throw new InvalidOperationException("which bench, and where do its results go? fleet or registry, and a folder"),
};
