namespace AiGateway.Operator.Kubernetes;

/// <summary>A Lease: who leads, and since when.</summary>
public sealed record Lease : KubernetesObject
{
    public LeaseSpec Spec { get => field ??= new(); init; }
}
