using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>The way to authenticate at a webhook; exactly one is set.</summary>
[CelRule("has(self.bearer) != has(self.header)", RuleMessages.OneWebhookAuth)]
public sealed record WebhookAuth
{
    /// <summary>A token from a Secret, sent as Authorization: Bearer.</summary>
    public ApiKeyAuth? Bearer { get; init; }

    /// <summary>A header with its whole value from a Secret.</summary>
    public WebhookHeader? Header { get; init; }
}
