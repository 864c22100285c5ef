using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>An application in Microsoft Entra ID. The operator exchanges its secret for short-lived access tokens; sidecars never receive the secret.</summary>
public sealed record AzureAdAuth
{
    /// <summary>The key in the Secret's data that is read where none is named.</summary>
    internal const string DefaultKey = "clientSecret";

    /// <summary>The directory: its id or one of its domain names.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.HostName)]
    public required string TenantId { get; init; }

    /// <summary>The application's id.</summary>
    [Schema(MinLength = 1, MaxLength = 64, Pattern = Patterns.ClientId)]
    public required string ClientId { get; init; }

    /// <summary>
    /// The Secret in this namespace that holds the application's secret, at the key clientSecret where none is named. It must carry the label
    /// aigateway.dev/credential: "true" and the annotation aigateway.dev/allowed-hosts, which names the provider's host and the token endpoint's.
    /// </summary>
    public required SecretKeyRef ClientSecretRef { get; init; }

    /// <summary>
    /// Where tokens are exchanged. Defaults to https://login.microsoftonline.com/TENANT/oauth2/v2.0/token. The Secret's annotation aigateway.dev/allowed-hosts must
    /// name its host.
    /// </summary>
    [Schema(MinLength = 8, MaxLength = 2048, Pattern = Patterns.BaseUrl)]
    public string? TokenUrl { get; init; }
}
