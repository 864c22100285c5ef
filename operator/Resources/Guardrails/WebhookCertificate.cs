namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>A certificate and its key.</summary>
public sealed record WebhookCertificate
{
    /// <summary>The key of the certificate in a Secret's data, as in a Secret of type kubernetes.io/tls.</summary>
    internal const string CertificateKey = "tls.crt";

    /// <summary>The key of its private key.</summary>
    internal const string PrivateKey = "tls.key";

    /// <summary>
    /// The Secret in this namespace that holds both in PEM, at tls.crt and tls.key. It must carry the label aigateway.dev/credential: "true" and the annotation aigateway.dev/allowed-hosts,
    /// which names the webhook's host.
    /// </summary>
    public required SecretNameRef SecretRef { get; init; }
}
