using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Resources.Tokens;

/// <summary>
/// A token that a ProviderCredential or an McpServer needs, and all that the exchange takes: exactly one of <see cref="Role"/>, <see cref="Account"/> and <see cref="Application"/> is
/// set. The compiler has checked that the Secret is opened for the endpoint.
/// </summary>
internal sealed record TokenRequest
{
    public required TokenKey Key { get; init; }

    /// <summary>The token endpoint.</summary>
    public required Uri Url { get; init; }

    /// <summary>What the Secret is opened for, in the form of <see cref="AllowedHost"/>.</summary>
    public required ImmutableArray<string> AllowedHosts { get; init; }

    public RoleRequest? Role { get; init; }

    public AccountRequest? Account { get; init; }

    public ApplicationRequest? Application { get; init; }
}
