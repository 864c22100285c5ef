namespace AiGateway.Operator.Kubernetes;

/// <summary>A container of a pod, by name and image.</summary>
public sealed record PodContainer
{
    public string Name { get => field ?? ""; init; }

    public string? Image { get; init; }
}
