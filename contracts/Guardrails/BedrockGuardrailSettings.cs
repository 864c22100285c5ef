namespace AiGateway.Contracts.Guardrails;

/// <summary>A guardrail at Amazon Bedrock.</summary>
public sealed record BedrockGuardrailSettings
{
    /// <summary>The account: a <see cref="ProviderRef.Provider"/> of the bundle.</summary>
    public required string Provider { get; init; }

    /// <summary>Its id or ARN.</summary>
    public required string GuardrailId { get; init; }

    /// <summary>Its version, or <c>DRAFT</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Null for 2000.</summary>
    public int? TimeoutMilliseconds { get; init; }

    /// <summary>Null for Before.</summary>
    public CallTiming? Timing { get; init; }
}
