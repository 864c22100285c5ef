using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Registry;

/// <summary>Agents in the API, by server-side apply. One is made without force, so that nothing of a user's is ever taken over.</summary>
internal sealed class ApiAgentSink(KubeClient client) : IAgentSink
{
    /// <summary>The field manager of what the registry writes.</summary>
    public const string Manager = "aigateway-registry";

    private static readonly ApplyOptions s_making = new() { FieldManager = Manager };
    private static readonly KubeError s_changed = new() { Code = 409, Reason = "Conflict", Message = "the Agent has been changed since it was read" };
    private static readonly ApplyOptions s_status = new() { FieldManager = Manager, Force = true };

    public IEnumerable<Agent> Made => [];

    public async Task<IReadOnlyList<Agent>> ListAsync(CancellationToken cancellationToken) => (await client.ListAsync(ResourceKinds.Agents, new(), cancellationToken)).Items;

    public Task<Agent?> FindAsync(ObjectKey key, CancellationToken cancellationToken) => client.GetAsync(ResourceKinds.Agents, key, cancellationToken);

    public Task<KubeResult<Agent>> MakeAsync(ObjectKey key, Workload workload, CancellationToken cancellationToken) =>
        client.ApplyAsync(ResourceKinds.Agents, key, AgentJson.MakingOf(key, workload), s_making, cancellationToken);

    public Task<KubeResult<Agent>> WriteAsync(Agent agent, ReadOnlyMemory<byte> status, CancellationToken cancellationToken) =>
        client.ApplyStatusAsync(ResourceKinds.Agents, ObjectKey.Of(agent), AgentJson.StatusOf(agent, status), s_status, cancellationToken);

    public async Task<KubeError?> RemoveAsync(Agent agent, CancellationToken cancellationToken) =>
        await client.DeleteAsync(ResourceKinds.Agents, ObjectKey.Of(agent), agent.Metadata.ResourceVersion, cancellationToken) ? null : s_changed;
}
