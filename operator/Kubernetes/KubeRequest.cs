namespace AiGateway.Operator.Kubernetes;

/// <summary>One request to the API server, such that it can be sent again.</summary>
internal sealed record KubeRequest
{
    public required HttpMethod Method { get; init; }

    /// <summary>Path and query.</summary>
    public required string Path { get; init; }

    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>The body is a secret: what the server says about it may quote it, and is not repeated.</summary>
    public bool Sensitive { get; init; }
}
