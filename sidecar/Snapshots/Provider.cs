using System.Collections.Concurrent;
using AiGateway.Contracts;
using AiGateway.Sidecar.Prices;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// An account at a provider, ready to be called. <see cref="Http"/> is shared by every snapshot in which the endpoint is the same, so that
/// a new bundle, or a rotated key, keeps the connections.
/// </summary>
internal sealed class Provider
{
    private const int MostUrls = 256;
    private readonly ConcurrentDictionary<string, Uri> _urls = new(StringComparer.Ordinal);

    /// <summary>As <c>namespace/name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The provider's kind in the user's words; <c>gen_ai.provider.name</c> in metrics and audit.</summary>
    public required string Kind { get; init; }

    /// <summary>How it is spoken to: one of <see cref="Dialects"/>.</summary>
    public required string Dialect { get; init; }

    /// <summary>Without a slash at the end, so that <c>/chat/completions</c> is appended as it is; of a tool server the endpoint itself, as it was written.</summary>
    public required Uri BaseUrl { get; init; }

    public required string KeyHeader { get; init; }

    /// <summary>Whether no key is sent.</summary>
    public bool Unauthenticated { get; init; }

    /// <summary>Azure OpenAI's <c>api-version</c>; null for its v1 paths.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Set where requests are signed for AWS with <see cref="KeyValue"/> as the secret access key.</summary>
    public AwsRule? Aws { get; init; }

    /// <summary>What its models cost, by its own names of them.</summary>
    public PriceBook Prices { get; init; } = PriceBook.Empty;

    /// <summary>When the key ends; null for never.</summary>
    public DateTimeOffset? KeyExpiresAt { get; init; }

    /// <summary>The header's whole value, prefix and key; revealed where the request is made and nowhere else.</summary>
    public required SecretText KeyValue { get; init; }

    /// <summary>Sends to this endpoint alone: refuses loopback, link-local and metadata addresses after resolving, follows no redirect, keeps no cookie.</summary>
    public required HttpMessageInvoker Http { get; init; }

    /// <summary>The URL of a path below the base, made once; a path may hold a name that the agent chose, so that only so many are kept.</summary>
    public Uri UrlOf(string path)
    {
        if (_urls.TryGetValue(path, out var known)) return known;
        var url = new Uri(BaseUrl.AbsoluteUri.TrimEnd('/') + path);
        if (_urls.Count < MostUrls) _urls.TryAdd(path, url);
        return url;
    }
}
