using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>A guardrail at Amazon Bedrock, asked by ApplyGuardrail.</summary>
public sealed record BedrockGuardrailOptions
{
    /// <summary>The name of a ProviderCredential of bedrock.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.ObjectName)]
    public required string Credential { get; init; }

    /// <summary>The credential's namespace, where it is shared with this one. Defaults to this namespace.</summary>
    [Schema(MinLength = 1, MaxLength = 63, Pattern = Patterns.NamespaceName)]
    public string? Namespace { get; init; }

    /// <summary>The guardrail's id or ARN.</summary>
    [Schema(MinLength = 1, MaxLength = 2048, Pattern = Patterns.BedrockGuardrail)]
    public required string GuardrailId { get; init; }

    /// <summary>Its version: a number, or DRAFT.</summary>
    [Schema(MinLength = 1, MaxLength = 8, Pattern = Patterns.BedrockVersion)]
    public required string Version { get; init; }

    /// <summary>How long a verdict is waited for, from 1ms to 60s. Defaults to 2s.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Duration)]
    public string? Timeout { get; init; }

    /// <summary>Before judges a request before it goes to the provider; Beside at the same time, and holds the answer back until the verdict is there. Defaults to Before.</summary>
    public CallTiming? Timing { get; init; }
}
