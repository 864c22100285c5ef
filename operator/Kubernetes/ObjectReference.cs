namespace AiGateway.Operator.Kubernetes;

/// <summary>Names one object of any kind.</summary>
public sealed record ObjectReference
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public string? Namespace { get; init; }

    public required string Name { get; init; }

    public string? Uid { get; init; }
}
