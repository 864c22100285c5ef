using System.Buffers.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Publish;

/// <summary>Has the API server verify tokens, and reads from a verified one when it ends.</summary>
internal sealed class TokenReviews(KubeClient client)
{
    private const string Prefix = "system:serviceaccount:";

    public async Task<TokenIdentity?> CheckAsync(string token, CancellationToken cancellationToken)
    {
        var review = await client.ReviewTokenAsync(token, Protocol.Audience, cancellationToken);
        return review.Authenticated && Split(review.Username) is var (name, account)
            ? new() { Namespace = name, ServiceAccount = account, Pod = review.PodName, PodUid = review.PodUid, Expires = ExpiryOf(token) }
            : null;
    }

    /// <summary>The namespace and name in <c>system:serviceaccount:namespace:name</c>; null for any other user.</summary>
    internal static (string Namespace, string ServiceAccount)? Split(string username)
    {
        if (!username.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        return username[Prefix.Length..].Split(':') is [{ Length: > 0 } name, { Length: > 0 } account] ? (name, account) : null;
    }

    /// <summary>The <c>exp</c> of a JWT (RFC 7519), which the API server has verified; null where there is none.</summary>
    internal static DateTimeOffset? ExpiryOf(string token)
    {
        if (token.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload)) return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement.TryGetProperty("exp", out var end) && end.TryGetInt64(out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
