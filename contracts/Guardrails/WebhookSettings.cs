namespace AiGateway.Contracts.Guardrails;

/// <summary>The service.</summary>
public sealed record WebhookSettings
{
    /// <summary>Where it is, and with what key; <see cref="ProviderRef.BaseUrl"/> is called as it is.</summary>
    public required ProviderRef Account { get; init; }

    /// <summary>Certificate and key in PEM, for mTLS; null for none.</summary>
    public SecretText? ClientCertificate { get; init; }

    /// <summary>Null for 2000.</summary>
    public int? TimeoutMilliseconds { get; init; }

    /// <summary>How much text is sent at most; more counts as a failure. Null for 262144.</summary>
    public int? MaxBytes { get; init; }

    /// <summary>Null for Before.</summary>
    public CallTiming? Timing { get; init; }
}
