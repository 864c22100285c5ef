using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Resources;

/// <summary>An object of one of our kinds whose spec could not be read: known by its metadata alone.</summary>
internal sealed record UnreadableObject
{
    public required string Kind { get; init; }

    public required ObjectMeta Metadata { get; init; }

    /// <summary>The field, as <c>spec.targets[0].priority</c>; <c>spec</c> where it is not known.</summary>
    public required string Field { get; init; }

    /// <summary>What is wrong, without quoting values.</summary>
    public required string Message { get; init; }
}
