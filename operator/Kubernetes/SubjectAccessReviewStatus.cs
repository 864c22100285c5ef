namespace AiGateway.Operator.Kubernetes;

/// <summary>The API server's answer.</summary>
public sealed record SubjectAccessReviewStatus
{
    public bool Allowed { get; init; }
}
