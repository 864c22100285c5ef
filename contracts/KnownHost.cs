namespace AiGateway.Contracts;

/// <summary>A host of a provider whose clients' words the gateway speaks: where its paths stand at the sidecar.</summary>
/// <param name="Host">The host, or <c>*.</c> and what all of its hosts end in.</param>
/// <param name="Behind">What the provider's paths begin with and the gateway's do not, as <c>/api</c>; empty for most.</param>
/// <param name="Prefix">What the gateway's paths begin with in its place, as <c>/openai</c>.</param>
public sealed record KnownHost(string Host, string Behind, string Prefix)
{
    /// <summary>The gateway's path for one of the provider's; null where the provider has nothing there that the gateway speaks.</summary>
    public string? Map(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Behind, StringComparison.Ordinal) && (path.Length == Behind.Length || path[Behind.Length] == '/') ? Prefix + path[Behind.Length..] : null;
    }
}
