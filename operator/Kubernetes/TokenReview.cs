namespace AiGateway.Operator.Kubernetes;

/// <summary>A question to the API server: whose token is this? It prints without the token.</summary>
public sealed record TokenReview : KubernetesObject
{
    public TokenReviewSpec Spec { get => field ??= new(); init; }

    public TokenReviewStatus? Status { get; init; }

    public override string ToString() => "TokenReview";
}
