using System.Security.Cryptography;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>A namespace with a provider's account, routes, a policy named <c>agents</c> and a Deployment named <c>agent</c>: one for each test class.</summary>
internal sealed class Team(Kubectl kubectl, string name, int replicas)
{
    public string Name => name;

    public int Replicas => replicas;

    /// <summary>The real key, which agents must never see; random, so that a find of it is a find.</summary>
    public string Key { get; } = "sk-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Any of its agents.</summary>
    public Agent Agent { get; } = new(kubectl, name, "deployment/agent");

    public Task ApplyAsync(string certificate) => kubectl.ApplyAsync(
        Manifest.Read("team", ("TEAM", name), ("KEY", Key), ("CERTIFICATE", certificate), ("REPLICAS", $"{replicas}")));

    public Task WaitAsync() =>
        kubectl.RunAsync("--namespace", name, "rollout", "status", "deployment/agent", Until.Patience);

    /// <summary>Replaces members of the policy's spec.</summary>
    public Task PatchPolicyAsync(string spec) => kubectl.PatchAsync(name, "agentpolicy/agents", $$"""{"spec":{{spec}}}""");

    /// <summary>The Deployment's pods that are not on their way out.</summary>
    public async Task<IReadOnlyList<Pod>> PodsAsync() => await Pod.ListAsync(kubectl, name, "app=agent,kind=deployment");
}
