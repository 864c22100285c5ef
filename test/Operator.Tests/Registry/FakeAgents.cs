using System.Globalization;
using System.Text.Json;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Registry;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Tests.Registry;

/// <summary>Agents as an API server keeps them: with versions, a writer of stale ones refused. It remembers when it was written to.</summary>
internal sealed class FakeAgents(TimeProvider time) : IAgentSink
{
    private readonly Dictionary<ObjectKey, Agent> _agents = [];
    private long _version;

    public IReadOnlyDictionary<ObjectKey, Agent> Agents => _agents;

    public IEnumerable<Agent> Made => [];

    /// <summary>When something was written, and of whom.</summary>
    public List<(DateTimeOffset At, string Name)> Writes { get; } = [];

    public Agent this[string name] => _agents[new("team", name)];

    public AgentStatus StatusOf(string name) => this[name].Status!;

    /// <summary>A user's, or a change of a user's.</summary>
    public Agent Put(string name, AgentSpec spec)
    {
        var old = _agents.GetValueOrDefault(new("team", name));
        return Keep(new()
        {
            Metadata = new() { Namespace = "team", Name = name, Uid = old?.Metadata.Uid ?? $"uid-{name}-{_version}", Generation = (old?.Metadata.Generation ?? 0) + 1, CreationTimestamp = old?.Metadata.CreationTimestamp ?? time.GetUtcNow(), Labels = old?.Metadata.Labels! },
            Spec = spec,
            Status = old?.Status,
        });
    }

    public void Delete(string name) => _agents.Remove(new("team", name));

    public Task<IReadOnlyList<Agent>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Agent>>([.. _agents.Values]);

    public Task<Agent?> FindAsync(ObjectKey key, CancellationToken cancellationToken) => Task.FromResult(_agents.GetValueOrDefault(key));

    public Task<KubeResult<Agent>> MakeAsync(ObjectKey key, Workload workload, CancellationToken cancellationToken)
    {
        Writes.Add((time.GetUtcNow(), key.Name));
        if (_agents.TryGetValue(key, out var there) && Workloads.WorkloadOf(there) != workload) return Task.FromResult<KubeResult<Agent>>(Conflict);
        var making = JsonSerializer.Deserialize(AgentJson.MakingOf(key, workload).Span, ResourceJson.Default.Agent)!;
        return Task.FromResult<KubeResult<Agent>>(Keep(making with { Metadata = making.Metadata with { Uid = $"uid-{key.Name}-{_version}", Generation = 1, CreationTimestamp = time.GetUtcNow() } }));
    }

    public Task<KubeResult<Agent>> WriteAsync(Agent agent, ReadOnlyMemory<byte> status, CancellationToken cancellationToken)
    {
        Writes.Add((time.GetUtcNow(), agent.Metadata.Name));
        if (!_agents.TryGetValue(ObjectKey.Of(agent), out var there)) return Task.FromResult<KubeResult<Agent>>(new KubeError { Code = 404, Reason = "NotFound", Message = "" });
        if (there.Metadata.ResourceVersion != agent.Metadata.ResourceVersion) return Task.FromResult<KubeResult<Agent>>(Conflict);
        return Task.FromResult<KubeResult<Agent>>(Keep(there with { Status = JsonSerializer.Deserialize(status.Span, ResourceJson.Default.AgentStatus) }));
    }

    public Task<KubeError?> RemoveAsync(Agent agent, CancellationToken cancellationToken)
    {
        Writes.Add((time.GetUtcNow(), agent.Metadata.Name));
        if (_agents.TryGetValue(ObjectKey.Of(agent), out var there) && there.Metadata.ResourceVersion != agent.Metadata.ResourceVersion) return Task.FromResult<KubeError?>(Conflict);
        _agents.Remove(ObjectKey.Of(agent));
        return Task.FromResult<KubeError?>(null);
    }

    private static KubeError Conflict => new() { Code = 409, Reason = "Conflict", Message = "the object has been modified" };

    private Agent Keep(Agent agent)
    {
        var kept = agent with { Metadata = agent.Metadata with { ResourceVersion = (++_version).ToString(CultureInfo.InvariantCulture) } };
        return _agents[ObjectKey.Of(kept)] = kept;
    }
}
