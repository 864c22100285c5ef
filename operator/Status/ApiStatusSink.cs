using System.Collections.Concurrent;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Status;

/// <summary>Writes statuses by server-side apply to <c>/status</c>, a few at a time.</summary>
internal sealed partial class ApiStatusSink(KubeClient client, ILogger<ApiStatusSink> logger) : IStatusSink
{
    private const int AtOnce = 8;
    private static readonly ApplyOptions Apply = new() { FieldManager = "aigateway-status", Force = true };

    public async Task<IReadOnlyCollection<ResourceStatus>> WriteAsync(
        IReadOnlyCollection<ResourceStatus> changed, IReadOnlyCollection<ResourceStatus> all, CancellationToken cancellationToken)
    {
        var written = new ConcurrentBag<ResourceStatus>();
        var bound = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(changed, bound, async (status, token) =>
        {
            if (await ApplyAsync(status, token) is not { } error || error.IsNotFound) written.Add(status);
            else Log.Refused(logger, status.Resource.Kind, status.Resource.Namespace, status.Resource.Name, error.ToString());
        });
        return written;
    }

    private async Task<KubeError?> ApplyAsync(ResourceStatus status, CancellationToken cancellationToken)
    {
        var key = new ObjectKey(status.Resource.Namespace, status.Resource.Name);
        var json = StatusJson.WriteIntent(status);
        return status.Resource.Kind switch
        {
            nameof(Agent) => (await client.ApplyStatusAsync(ResourceKinds.Agents, key, json, Apply, cancellationToken)).Error,
            nameof(AgentPolicy) => (await client.ApplyStatusAsync(ResourceKinds.Policies, key, json, Apply, cancellationToken)).Error,
            nameof(ModelRoute) => (await client.ApplyStatusAsync(ResourceKinds.Routes, key, json, Apply, cancellationToken)).Error,
            nameof(ProviderCredential) => (await client.ApplyStatusAsync(ResourceKinds.Credentials, key, json, Apply, cancellationToken)).Error,
            nameof(McpServer) => (await client.ApplyStatusAsync(ResourceKinds.McpServers, key, json, Apply, cancellationToken)).Error,
            nameof(Guardrail) => (await client.ApplyStatusAsync(ResourceKinds.Guardrails, key, json, Apply, cancellationToken)).Error,
            nameof(Budget) => (await client.ApplyStatusAsync(ResourceKinds.Budgets, key, json, Apply, cancellationToken)).Error,
            _ => null,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(400, LogLevel.Warning, "The status of {Kind} {Namespace}/{Name} was refused: {Why}")]
        public static partial void Refused(ILogger logger, string kind, string @namespace, string name, string why);
    }
}
