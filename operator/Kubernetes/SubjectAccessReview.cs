namespace AiGateway.Operator.Kubernetes;

/// <summary>A question to the API server: may this user do that? As in authorization.k8s.io/v1.</summary>
public sealed record SubjectAccessReview : KubernetesObject
{
    public SubjectAccessReviewSpec Spec { get => field ??= new(); init; }

    public SubjectAccessReviewStatus? Status { get; init; }
}
