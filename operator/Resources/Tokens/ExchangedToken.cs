using AiGateway.Contracts;

namespace AiGateway.Operator.Resources.Tokens;

/// <summary>What an exchange gave: a token, or the word with which the endpoint refused. With both, the token still holds and its renewal was refused.</summary>
internal sealed record ExchangedToken
{
    /// <summary>The access token; for AWS the secret access key of the session. Null where none was given.</summary>
    public SecretText? Token { get; init; }

    /// <summary>When the token ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>For AWS: the session's access key id.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>For AWS: the session's token.</summary>
    public SecretText? SessionToken { get; init; }

    /// <summary>The endpoint's own word, as <c>invalid_grant</c> or <c>AccessDenied</c>; never its sentence, which may quote what was sent.</summary>
    public string? Error { get; init; }
}
