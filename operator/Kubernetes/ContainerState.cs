namespace AiGateway.Operator.Kubernetes;

/// <summary>A container's state; <see cref="Terminated"/> is set once it has ended.</summary>
public sealed record ContainerState
{
    public ContainerTerminated? Terminated { get; init; }
}
