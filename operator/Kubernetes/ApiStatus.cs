namespace AiGateway.Operator.Kubernetes;

/// <summary>metav1.Status: how the API server says no.</summary>
internal sealed record ApiStatus
{
    public int Code { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }
}
