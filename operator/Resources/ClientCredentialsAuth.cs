using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>A client at an OAuth 2.0 authorization server.</summary>
public sealed record ClientCredentialsAuth
{
    /// <summary>The key that is read where none is named.</summary>
    internal const string DefaultKey = "clientSecret";

    /// <summary>What <see cref="Resource"/> says where no resource is named to the endpoint. No absolute URI reads so.</summary>
    internal const string NoResource = "none";

    /// <summary>The token endpoint. The Secret's annotation aigateway.dev/allowed-hosts must name its host too.</summary>
    [Schema(MinLength = 8, MaxLength = 2048, Pattern = Patterns.BaseUrl)]
    public required string TokenUrl { get; init; }

    /// <summary>The client's id.</summary>
    [Schema(MinLength = 1, MaxLength = 256, Pattern = Patterns.VisibleAscii)]
    public required string ClientId { get; init; }

    /// <summary>
    /// The Secret in this namespace that holds the client's secret, at the key clientSecret where none is named. It must carry the label aigateway.dev/credential: "true" and the
    /// annotation aigateway.dev/allowed-hosts, which names the server's host and the token endpoint's.
    /// </summary>
    public required SecretKeyRef ClientSecretRef { get; init; }

    /// <summary>The scopes to ask for.</summary>
    [Schema(MaxItems = 32, ListType = "set", MinLength = 1, MaxLength = 256, Pattern = Patterns.VisibleAscii)]
    public ImmutableArray<string> Scopes { get => field.IsDefault ? [] : field; init; }

    /// <summary>
    /// The resource that the token is for (RFC 8707), as https://tools.example/mcp or api://tools. Defaults to the server's url; none where the endpoint takes none, as Entra's
    /// v2.0 does, which reads it from the scopes.
    /// </summary>
    [Schema(MinLength = 3, MaxLength = 2048, Pattern = Patterns.Resource)]
    public string? Resource { get; init; }
}
