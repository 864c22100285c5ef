using AiGateway.Contracts;

namespace AiGateway.Operator.Resources.Tokens;

/// <summary>
/// A client's credentials for an access token (RFC 6749, section 4.4): an application's at Entra, or those for a tool server. The secret goes into the form beside the id
/// (client_secret_post, section 2.3.1), which Entra takes and which needs no second encoding of either; an endpoint that takes HTTP Basic alone refuses it.
/// </summary>
internal sealed record ApplicationRequest
{
    public required string ClientId { get; init; }

    public required SecretText ClientSecret { get; init; }

    /// <summary>The scopes with a space between each two; null for the endpoint's default.</summary>
    public string? Scope { get; init; }

    /// <summary>What the token is for (RFC 8707, section 2); null where that is not asked.</summary>
    public string? Resource { get; init; }
}
