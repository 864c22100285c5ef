namespace AiGateway.Operator.Kubernetes;

/// <summary>Which objects of a kind to list or watch.</summary>
internal sealed record ListOptions
{
    /// <summary>Null for all namespaces.</summary>
    public string? Namespace { get; init; }

    /// <summary>As <c>a=b,c</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Objects a page.</summary>
    public int PageSize { get; init; } = 500;
}
