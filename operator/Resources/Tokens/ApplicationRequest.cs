using AiGateway.Contracts;

namespace AiGateway.Operator.Resources.Tokens;

/// <summary>An Entra application's client credentials for an access token (RFC 6749, section 4.4).</summary>
internal sealed record ApplicationRequest
{
    public required string ClientId { get; init; }

    public required SecretText ClientSecret { get; init; }

    public required string Scope { get; init; }
}
