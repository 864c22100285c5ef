namespace AiGateway.Operator.Kubernetes;

/// <summary>One request to the API server, such that it can be sent again.</summary>
internal sealed record KubeRequest
{
    public required HttpMethod Method { get; init; }

    /// <summary>Path and query.</summary>
    public required string Path { get; init; }

    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>A 429 is an answer about this object, as of a disruption budget, and not a plea to wait and send again.</summary>
    public bool BusyIsAnAnswer { get; init; }

    /// <summary>The body is a secret: what the server says about it may quote it, and is not repeated.</summary>
    public bool Sensitive { get; init; }
}
