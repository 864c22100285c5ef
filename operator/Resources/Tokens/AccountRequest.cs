using AiGateway.Contracts;

namespace AiGateway.Operator.Resources.Tokens;

/// <summary>A Google service account's signed assertion for an access token (RFC 7523).</summary>
internal sealed record AccountRequest
{
    /// <summary>The key file: JSON with <c>client_email</c>, <c>private_key</c> and <c>private_key_id</c>. Its <c>token_uri</c> is never called.</summary>
    public required SecretText KeyFile { get; init; }

    public required string Scope { get; init; }
}
