using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Registry;

/// <summary>Agents beside a folder of manifests: all of them in one file, replaced whole, and each change in one line of the log. Nothing is read back: counts begin with the process.</summary>
internal sealed partial class FolderAgentSink(string folder, ILogger<FolderAgentSink> logger) : IAgentSink
{
    public const string File = "agents.json";

    private ImmutableSortedDictionary<ObjectKey, Agent> _agents = ImmutableSortedDictionary<ObjectKey, Agent>.Empty;
    private long _version;

    public IEnumerable<Agent> Made => _agents.Values.Where(AgentJson.IsOurs);

    public Task<IReadOnlyList<Agent>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Agent>>([.. _agents.Values]);

    public Task<Agent?> FindAsync(ObjectKey key, CancellationToken cancellationToken) => Task.FromResult(_agents.GetValueOrDefault(key));

    public async Task<KubeResult<Agent>> MakeAsync(ObjectKey key, Workload workload, CancellationToken cancellationToken) => await KeepAsync(
        new()
        {
            ApiVersion = Group.ApiVersion,
            Kind = nameof(Agent),
            Metadata = new() { Namespace = key.Namespace, Name = key.Name, Uid = key.ToString(), Labels = ImmutableDictionary<string, string>.Empty.Add(Group.ManagedByLabel, Group.ManagedBy) },
            Spec = new() { Workload = new() { Kind = workload.Kind, Name = workload.Name } },
        }, cancellationToken);

    public async Task<KubeResult<Agent>> WriteAsync(Agent agent, ReadOnlyMemory<byte> status, CancellationToken cancellationToken)
    {
        var written = JsonSerializer.Deserialize(status.Span, ResourceJson.Default.AgentStatus)!;
        var totals = written.Totals ?? new();
        Log.Agent(logger, $"{agent.Metadata.Namespace}/{agent.Metadata.Name}", written.Pods?.Count ?? 0, totals.Calls, totals.Denied, totals.Cost);
        return await KeepAsync(agent with { Status = written }, cancellationToken);
    }

    public async Task<KubeError?> RemoveAsync(Agent agent, CancellationToken cancellationToken)
    {
        _agents = _agents.Remove(ObjectKey.Of(agent));
        await SaveAsync(cancellationToken);
        return null;
    }

    private async Task<Agent> KeepAsync(Agent agent, CancellationToken cancellationToken)
    {
        var kept = agent with { Metadata = agent.Metadata with { ResourceVersion = (++_version).ToString(CultureInfo.InvariantCulture) } };
        _agents = _agents.SetItem(ObjectKey.Of(kept), kept);
        await SaveAsync(cancellationToken);
        return kept;
    }

    private Task SaveAsync(CancellationToken cancellationToken) => ListFile.WriteAsync(Path.Combine(folder, File), _agents.Values, ResourceJson.Default.Agent, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(610, LogLevel.Information, "Agent {Name}: {Pods} pods, {Calls} calls, {Denied} denied, {Cost} USD")]
        public static partial void Agent(ILogger logger, string name, int pods, long calls, long denied, string cost);
    }
}
