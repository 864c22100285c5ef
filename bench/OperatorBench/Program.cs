using AiGateway.OperatorBench.Fleet;
using AiGateway.OperatorBench.Registry;

// This process holds the sidecars' streams; the operator is another one, so that its memory is its own.
using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(12));
return args switch
{
    ["fleet", var results] => await FleetSide.RunAsync(results, bound.Token),
    ["registry", var results] => await RegistrySide.RunAsync(results, bound.Token),
    _ => throw new InvalidOperationException("which bench, and where do its results go? fleet or registry, and a folder"),
};
