using System.Text.Json;

namespace AiGateway.Operator.Kubernetes;

/// <summary>An object that does not fit its type, as of a newer CRD: its metadata, and where it does not fit. Never quotes a value.</summary>
internal sealed record UnreadableItem
{
    public required ObjectMeta Metadata { get; init; }

    /// <summary>The field, as <c>spec.targets[0].priority</c>.</summary>
    public required string Field { get; init; }

    public required string Message { get; init; }

    /// <summary>The whole object, for whoever knows its kind better; never printed.</summary>
    public required JsonElement Raw { get; init; }

    public override string ToString() => $"{Metadata.Namespace}/{Metadata.Name}: {Field}: {Message}";
}
