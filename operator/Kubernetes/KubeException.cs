namespace AiGateway.Operator.Kubernetes;

/// <summary>The API server refused a read that this operator needs. Writes return the <see cref="KubeError"/> as a value instead.</summary>
internal sealed class KubeException(KubeError error) : Exception(error.ToString())
{
    public KubeError Error { get; } = error;
}
