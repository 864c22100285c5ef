using System.Text.Json;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Watch;

/// <summary>One document of a file: exactly one of <see cref="Value"/> and <see cref="Problem"/> is set. It prints without its content.</summary>
internal sealed record ManifestObject
{
    public required string Kind { get; init; }

    public required ObjectKey Key { get; init; }

    /// <summary>As <c>agents.yaml, document 2</c>.</summary>
    public required string Where { get; init; }

    public required JsonElement Json { get; init; }

    /// <summary>When the file was written.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    public KubernetesObject? Value { get; init; }

    public UnreadableObject? Problem { get; init; }

    public override string ToString() => $"{Kind} {Key} in {Where}";
}
