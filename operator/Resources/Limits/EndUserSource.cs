using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Limits;

/// <summary>Where the end user's name stands: the policy trusts the agent's word in it.</summary>
public sealed record EndUserSource
{
    /// <summary>The request header that names the end user. Calls without it are counted together.</summary>
    [Schema(MinLength = 1, MaxLength = 128, Pattern = Patterns.HeaderName)]
    public required string Header { get; init; }

    /// <summary>Where the header carries a JSON Web Token: the claim of it that names the end user. The token's signature is not checked.</summary>
    [Schema(MinLength = 1, MaxLength = 128, Pattern = Patterns.Member)]
    public string? Claim { get; init; }
}
