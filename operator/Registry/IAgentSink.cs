using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Registry;

/// <summary>Where Agents are: the API, or a file beside a folder of manifests.</summary>
internal interface IAgentSink
{
    /// <summary>All of them, never older than what any client was told before.</summary>
    Task<IReadOnlyList<Agent>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Those that were made and that no inventory has.</summary>
    IEnumerable<Agent> Made { get; }

    /// <summary>One as it is now; null where there is none.</summary>
    Task<Agent?> FindAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Makes one, or says why not: a conflict where another has the name.</summary>
    Task<KubeResult<Agent>> MakeAsync(ObjectKey key, Workload workload, CancellationToken cancellationToken);

    /// <summary>Writes a status, if nobody changed the Agent since it was read.</summary>
    Task<KubeResult<Agent>> WriteAsync(Agent agent, ReadOnlyMemory<byte> status, CancellationToken cancellationToken);

    /// <summary>Removes one, if nobody changed it since it was read.</summary>
    Task<KubeError?> RemoveAsync(Agent agent, CancellationToken cancellationToken);
}
