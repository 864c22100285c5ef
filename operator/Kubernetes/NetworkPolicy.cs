namespace AiGateway.Operator.Kubernetes;

/// <summary>A NetworkPolicy: whose it is. What it says is written by server-side apply and never read.</summary>
public sealed record NetworkPolicy : KubernetesObject;
