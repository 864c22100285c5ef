namespace AiGateway.Operator.Kubernetes;

/// <summary>How one container is.</summary>
public sealed record ContainerStatus
{
    public string Name { get => field ?? ""; init; }

    public bool Ready { get; init; }

    public ContainerState State { get => field ??= new(); init; }
}
