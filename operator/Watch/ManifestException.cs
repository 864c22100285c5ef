namespace AiGateway.Operator.Watch;

/// <summary>A file of manifests cannot be read: the line and why. Never quotes what stands there.</summary>
internal sealed class ManifestException(int line, string message) : Exception(message)
{
    public int Line => line;
}
