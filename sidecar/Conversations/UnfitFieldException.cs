namespace AiGateway.Sidecar.Conversations;

/// <summary>
/// A request's member is not of the shape that its dialect gives it. Thrown deep in a reader, caught in the one place that calls readers, and turned into a
/// refusal there. The text names the place and never the value.
/// </summary>
internal sealed class UnfitFieldException(string path, string what) : Exception($"'{path}' {what}.")
{
    public string Path => path;
}
