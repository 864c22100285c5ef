namespace AiGateway.Operator.Kubernetes;

/// <summary>The way to the API server cannot be made out of what is configured. Names the file and entry, never a key or token.</summary>
internal sealed class KubeConfigException(string message) : Exception(message);
