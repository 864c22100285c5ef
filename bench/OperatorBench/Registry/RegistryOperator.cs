using AiGateway.ControlPlane;
using AiGateway.Rig;

namespace AiGateway.OperatorBench.Registry;

/// <summary>The operator as it ships, over a real API server, as in a cluster.</summary>
internal static class RegistryOperator
{
    /// <summary>Starts it, and waits until it says that it is ready: until then it may have no certificate, and turns streams away.</summary>
    public static async Task<OperatorReplica> StartAsync(LocalApiServer server, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string> { ["KUBECONFIG"] = server.KubeConfigFile, ["AIGATEWAY_POD_NAMESPACE"] = ClusterPods.OperatorNamespace };
        var replica = new OperatorReplica("operator-0", settings, Checkout.ShippedOperator);
        replica.Start();
        using var http = new HttpClient();
        while (!await IsReadyAsync(http, replica.Ready, cancellationToken))
        {
            if (!replica.Runs) throw new InvalidOperationException(replica.Told);
            await Task.Delay(100, cancellationToken);
        }

        return replica;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri ready, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(ready, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
