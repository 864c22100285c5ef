using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>Whom a token speaks for, or why it speaks for nobody. Trust nothing in it unless <see cref="Authenticated"/>.</summary>
internal sealed record TokenReviewResult
{
    /// <summary>The token is valid, and for the audience that was asked for.</summary>
    public required bool Authenticated { get; init; }

    /// <summary>As <c>system:serviceaccount:team-a:default</c>.</summary>
    public string Username { get; init; } = "";

    public ImmutableArray<string> Audiences { get; init; } = [];

    /// <summary>The pod that the token is bound to; null for a token that is bound to none.</summary>
    public string? PodName { get; init; }

    public string? PodUid { get; init; }

    /// <summary>Why the token was refused; never the token.</summary>
    public string? Error { get; init; }

    /// <summary>Reads the API server's answer; a server that ignores audiences does not name ours, and is not believed.</summary>
    public static TokenReviewResult Of(TokenReviewStatus? status, string audience)
    {
        if (status is not { Authenticated: true, User.Username: { Length: > 0 } username })
        {
            return new() { Authenticated = false, Error = status?.Error is { Length: > 0 } error ? error : "the token is not valid" };
        }
        if (!status.Audiences.Contains(audience)) return new() { Authenticated = false, Error = $"the token is not for {audience}" };
        return new()
        {
            Authenticated = true,
            Username = username,
            Audiences = status.Audiences,
            PodName = First(status.User, "authentication.kubernetes.io/pod-name"),
            PodUid = First(status.User, "authentication.kubernetes.io/pod-uid"),
        };
    }

    private static string? First(TokenReviewUser user, string key) =>
        user.Extra.TryGetValue(key, out var values) && values is [var value, ..] ? value : null;
}
