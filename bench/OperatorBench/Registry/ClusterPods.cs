using System.Collections.Immutable;
using System.Text;
using AiGateway.Contracts;
using AiGateway.ControlPlane;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.OperatorBench.Registry;

/// <summary>A policy a namespace, and a pod with a sidecar for each agent, as its Deployment's ReplicaSet would make it.</summary>
internal static class ClusterPods
{
    public const string OperatorNamespace = "aigateway-system";

    /// <summary>A token of each agent's pod.</summary>
    public static async Task<ImmutableArray<string>> MakeAsync(LocalApiServer server, CancellationToken cancellationToken)
    {
        foreach (var space in Enumerable.Range(0, RegistrySize.Namespaces).Select(RegistrySize.NamespaceOf).Append(OperatorNamespace))
        {
            (await server.Client.CreateAsync(Kinds.Namespaces, new Namespace { Metadata = new() { Name = space } }, cancellationToken)).ValueOrThrow();
            await server.PostAsync($"/api/v1/namespaces/{space}/serviceaccounts", """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default"},"automountServiceAccountToken":false}""", cancellationToken);
            var policy = """{"apiVersion":"aigateway.dev/v1alpha1","kind":"AgentPolicy","metadata":{"name":"agents"},"spec":{"podSelector":{},"models":{"allow":["*"]},"mcp":[{"server":"*","tools":{"allow":["*"]}}]}}""";
            (await server.Client.ApplyAsync(ResourceKinds.Policies, new(space, "agents"), Encoding.UTF8.GetBytes(policy), new() { FieldManager = "bench" }, cancellationToken)).ValueOrThrow();
        }

        var tokens = new string[RegistrySize.Agents];
        await Parallel.ForAsync(0, RegistrySize.Agents, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (agent, token) =>
        {
            var pod = await server.PostAsync($"/api/v1/namespaces/{RegistrySize.NamespaceOf(agent)}/pods", PodOf(agent), token);
            var uid = pod.GetProperty("metadata").GetProperty("uid").GetString()!;
            tokens[agent] = await server.PodTokenAsync(new(RegistrySize.NamespaceOf(agent), RegistrySize.PodOf(agent)), uid, Protocol.Audience, token);
        });
        return [.. tokens];
    }

    private static string PodOf(int agent) => $$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{RegistrySize.PodOf(agent)}}","labels":{"pod-template-hash":"5d4f","app":"agent-{{agent}}"},
        "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"agent-{{agent}}-5d4f","uid":"{{Guid.NewGuid()}}","controller":true}] },
        "spec":{"containers":[{"name":"agent","image":"registry.example/agent-{{agent}}:1"},{"name":"{{Group.SidecarContainer}}","image":"registry.example/sidecar:1"}]} }
        """;
}
