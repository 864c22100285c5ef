using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>The way to authenticate; exactly one is set.</summary>
[CelRule("has(self.apiKey)", RuleMessages.OneAuth)]
public sealed record ProviderAuth
{
    /// <summary>A key from a Secret.</summary>
    public ApiKeyAuth? ApiKey { get; init; }
}
