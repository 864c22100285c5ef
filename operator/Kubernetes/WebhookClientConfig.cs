namespace AiGateway.Operator.Kubernetes;

/// <summary>How the API server reaches a webhook; only the trust is read here.</summary>
public sealed record WebhookClientConfig
{
    /// <summary>Base64 of PEM certificates.</summary>
    public string? CaBundle { get; init; }
}
