using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>A header that a webhook wants.</summary>
public sealed record WebhookHeader
{
    /// <summary>The header's name, as X-Api-Key. Not one that HTTP itself acts on.</summary>
    [Schema(MinLength = 1, MaxLength = 64, Pattern = Patterns.HeaderName)]
    public required string Name { get; init; }

    /// <summary>
    /// The Secret in this namespace that holds the value, at the key apiKey where none is named. It must carry the label aigateway.dev/credential: "true" and the annotation
    /// aigateway.dev/allowed-hosts, which names the webhook's host.
    /// </summary>
    public required SecretKeyRef SecretRef { get; init; }
}
