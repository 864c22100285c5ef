namespace AiGateway.Operator.Resources;

/// <summary>A key that is sent with each call.</summary>
public sealed record ApiKeyAuth
{
    /// <summary>
    /// The Secret in this namespace. It must carry the label aigateway.dev/credential: "true" and the annotation
    /// aigateway.dev/allowed-hosts, which names the hosts that the key may be sent to.
    /// </summary>
    public required SecretKeyRef SecretRef { get; init; }
}
