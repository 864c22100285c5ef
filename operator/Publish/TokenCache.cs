using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace AiGateway.Operator.Publish;

/// <summary>
/// Remembers verified tokens for a short while by their SHA-256, never by themselves, so that a fleet that reconnects does not ask the API
/// server a thousand times. A refusal is not remembered: a token may become valid.
/// </summary>
internal sealed class TokenCache(TokenCheck check, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private const int MaxEntries = 20_000;
    private readonly ConcurrentDictionary<string, (TokenIdentity Identity, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    public async Task<TokenIdentity?> CheckAsync(string token, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_known.TryGetValue(key, out var known) && known.Until > now) return Alive(known.Identity, now);

        var identity = await check(token, cancellationToken);
        if (identity is null || Alive(identity, now) is null) return null;
        if (_known.Count >= MaxEntries) Prune(now);
        if (_known.Count < MaxEntries) _known[key] = (identity, now + Life);
        return identity;
    }

    private static TokenIdentity? Alive(TokenIdentity identity, DateTimeOffset now) => identity.Expires <= now ? null : identity;

    private void Prune(DateTimeOffset now)
    {
        foreach (var (key, entry) in _known)
        {
            if (entry.Until <= now) _known.TryRemove(key, out _);
        }
    }
}
