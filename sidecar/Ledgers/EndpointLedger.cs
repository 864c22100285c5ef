using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>
/// The URLs that streams of the HTTP+SSE transport named to be posted to, each for as long as its stream lives. The agent has a random word for it and never the URL: it cannot post elsewhere,
/// and what it posts passes the gateway.
/// </summary>
internal sealed class EndpointLedger
{
    public const int MaxEndpoints = 1024;

    private const int TokenDigits = 32;

    private readonly ConcurrentDictionary<string, (string Server, Uri Url)> _endpoints = new(StringComparer.Ordinal);

    /// <summary>The word for a stream's URL; null where as many streams as may have one.</summary>
    public string? Add(string server, Uri url)
    {
        var token = RandomNumberGenerator.GetHexString(TokenDigits, lowercase: true);
        return _endpoints.Count < MaxEndpoints && _endpoints.TryAdd(token, (server, url)) ? token : null;
    }

    /// <summary>Where the server wants to be posted to; null where no stream of this server has the word.</summary>
    public Uri? Find(string server, string token) => _endpoints.TryGetValue(token, out var found) && found.Server == server ? found.Url : null;

    /// <summary>The stream has ended.</summary>
    public void Remove(string token) => _endpoints.TryRemove(token, out _);
}
