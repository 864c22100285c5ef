namespace AiGateway.Operator.Kubernetes;

/// <summary>How a container ended.</summary>
public sealed record ContainerTerminated
{
    public int ExitCode { get; init; }
}
