namespace AiGateway.Operator.Registry;

/// <summary>What the registry did, for the metrics page.</summary>
internal sealed class RegistryFigures
{
    private long _writes;
    private long _agents;
    private long _shadows;

    /// <summary>Requests that wrote to the API since the process began: of Agents made, their statuses, and Agents removed.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>Workloads that are agents, at the leader.</summary>
    public long Agents { get => Interlocked.Read(ref _agents); set => Interlocked.Exchange(ref _agents, value); }

    /// <summary>Of them, those that were found by a sign alone.</summary>
    public long Shadows { get => Interlocked.Read(ref _shadows); set => Interlocked.Exchange(ref _shadows, value); }

    public void CountWrite() => Interlocked.Increment(ref _writes);
}
