using System.Text;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>A request as a provider got it.</summary>
internal sealed record UpstreamCall(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Method { get; init; } = "";

    public string Query { get; init; } = "";

    public string Text => Encoding.UTF8.GetString(Body);
}
