namespace AiGateway.Operator.Kubernetes;

/// <summary>How one container is.</summary>
public sealed record ContainerStatus
{
    public string Name { get; init; } = "";

    public bool Ready { get; init; }

    public ContainerState State { get; init; } = new();
}
