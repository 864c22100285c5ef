using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>The way to authenticate at a tool server; exactly one is set.</summary>
[CelRule(
    "[has(self.none), has(self.bearer), has(self.headers) && self.headers.size() > 0, has(self.clientCredentials)].filter(way, way).size() == 1",
    RuleMessages.OneMcpAuth)]
public sealed record McpAuth
{
    /// <summary>No credential at all. Write it as none: {}.</summary>
    public NoAuth? None { get; init; }

    /// <summary>A token from a Secret, sent as Authorization: Bearer.</summary>
    public ApiKeyAuth? Bearer { get; init; }

    /// <summary>Headers with values from Secrets.</summary>
    [Schema(MaxItems = 8, ListType = "map", ListMapKeys = ["name"])]
    public ImmutableArray<McpHeader> Headers { get => field.IsDefault ? [] : field; init; }

    /// <summary>OAuth 2.0 client credentials (RFC 6749, section 4.4), exchanged by the operator for short-lived tokens; sidecars never receive the secret.</summary>
    public ClientCredentialsAuth? ClientCredentials { get; init; }
}
