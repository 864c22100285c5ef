namespace AiGateway.Operator.Kubernetes;

/// <summary>A namespace; its labels decide on injection.</summary>
public sealed record Namespace : KubernetesObject;
