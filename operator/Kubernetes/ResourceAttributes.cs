namespace AiGateway.Operator.Kubernetes;

/// <summary>What somebody wants to do to an object.</summary>
public sealed record ResourceAttributes
{
    public string Group { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Verb { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";
}
