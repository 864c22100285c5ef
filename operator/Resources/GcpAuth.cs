using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>A Google Cloud service account. The operator exchanges its key for short-lived access tokens; sidecars never receive the key.</summary>
public sealed record GcpAuth
{
    /// <summary>The key in the Secret's data that is read where none is named.</summary>
    internal const string DefaultKey = "serviceAccount";

    /// <summary>The project that is called.</summary>
    [Schema(MinLength = 1, MaxLength = 128, Pattern = Patterns.GcpProject)]
    public required string Project { get; init; }

    /// <summary>The location that is called, as europe-west4 or global.</summary>
    [Schema(MinLength = 1, MaxLength = 32, Pattern = Patterns.CloudName)]
    public required string Location { get; init; }

    /// <summary>
    /// The Secret in this namespace that holds the service account's key file (JSON), at the key serviceAccount where none is named. It must carry the label
    /// aigateway.dev/credential: "true" and the annotation aigateway.dev/allowed-hosts, which names the provider's host and the token endpoint's.
    /// </summary>
    public required SecretKeyRef ServiceAccountSecretRef { get; init; }

    /// <summary>
    /// Where tokens are exchanged. Defaults to https://oauth2.googleapis.com/token; what the key file says of it plays no part. The Secret's annotation
    /// aigateway.dev/allowed-hosts must name its host.
    /// </summary>
    [Schema(MinLength = 8, MaxLength = 2048, Pattern = Patterns.BaseUrl)]
    public string? TokenUrl { get; init; }
}
