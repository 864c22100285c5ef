using System.Text.Json.Serialization;

namespace AiGateway.Operator.Kubernetes;

/// <summary>A pod, as far as compiling, counting and finishing need it.</summary>
public sealed record Pod : KubernetesObject
{
    public PodSpec Spec { get => field ??= new(); init; }

    public PodStatus Status { get => field ??= new(); init; }

    /// <summary>What was found in it that is not kept; null where nothing was, or nobody looked.</summary>
    [JsonIgnore]
    public PodSign? Sign { get; init; }
}
