using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Reconcile;

namespace AiGateway.OperatorBench.Registry;

/// <summary>The real operator over a real API server, as in a cluster. It runs until its input ends.</summary>
internal static class RegistryOperator
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var transport = new KubeTransport(KubeConfig.Load(Environment.GetEnvironmentVariable), new(), TimeProvider.System);
        var options = new OperatorOptions { PodName = "operator-0" };
        await using var app = await OperatorApp.StartAsync(options, services => ClusterWiring.Add(services, options, new(transport, TimeProvider.System)), cancellationToken);
        await Console.In.ReadToEndAsync(cancellationToken);
        await app.StopAsync(cancellationToken);
        return 0;
    }
}
