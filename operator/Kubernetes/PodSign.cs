namespace AiGateway.Operator.Kubernetes;

/// <summary>A sign in a pod's spec that whoever keeps pods in memory found and wrote down in place of what it was found in.</summary>
/// <param name="Reason">A machine-readable word.</param>
/// <param name="What">The name of what was found.</param>
public sealed record PodSign(string Reason, string What);
