using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>Requests signed for AWS (Signature Version 4).</summary>
public sealed record AwsAuth
{
    /// <summary>The region that is signed for, as eu-central-1; without a baseUrl it is also the region that is called.</summary>
    [Schema(MinLength = 1, MaxLength = 32, Pattern = Patterns.CloudName)]
    public required string Region { get; init; }

    /// <summary>
    /// The Secret in this namespace, with the keys accessKeyId and secretAccessKey, and sessionToken where the credentials are temporary. It must carry the label
    /// aigateway.dev/credential: "true" and the annotation aigateway.dev/allowed-hosts, which names the provider's host, and with assumeRole that of STS too.
    /// </summary>
    public required SecretNameRef SecretRef { get; init; }

    /// <summary>A role to assume by the Secret's keys. Sidecars then receive short-lived credentials of the role, never the Secret's own.</summary>
    public AssumeRole? AssumeRole { get; init; }
}
