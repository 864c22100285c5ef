using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>The account.</summary>
[CelRule("self.provider != 'openAiCompatible' || has(self.baseUrl)", RuleMessages.BaseUrlRequired)]
[CelRule("!has(self.tls) || !has(self.baseUrl) || !self.baseUrl.startsWith('http://')", RuleMessages.TlsNeedsHttps)]
public sealed record ProviderCredentialSpec
{
    /// <summary>The provider: openai, or openAiCompatible for any other that speaks OpenAI's wire format.</summary>
    [Schema(MaxLength = 32, Values = ["openai", "openAiCompatible"])]
    public required string Provider { get; init; }

    /// <summary>
    /// The base URL that paths such as /chat/completions are appended to. Defaults to https://api.openai.com/v1 for openai; required for
    /// openAiCompatible. The Secret's annotation aigateway.dev/allowed-hosts must name its host.
    /// </summary>
    [Schema(MinLength = 8, MaxLength = 2048, Pattern = Patterns.BaseUrl)]
    public string? BaseUrl { get; init; }

    /// <summary>How the sidecar authenticates at the provider.</summary>
    public required ProviderAuth Auth { get; init; }

    /// <summary>How the provider's certificate is checked, where the system's roots and the URL's host do not do.</summary>
    public ProviderTls? Tls { get; init; }
}
