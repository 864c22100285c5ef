using System.Text.Json.Serialization;

namespace AiGateway.Operator.Kubernetes;

/// <summary>How one container is.</summary>
public sealed record ContainerStatus
{
    public string Name { get => field ?? ""; init; }

    public bool Ready { get; init; }

    /// <summary>What was pulled, as <c>docker.io/library/agent@sha256:…</c>.</summary>
    [JsonPropertyName("imageID")]
    public string? ImageId { get; init; }

    public ContainerState State { get => field ??= new(); init; }
}
