using System.Collections.Immutable;
using AiGateway.Operator.Resources.Prices;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>The account.</summary>
[CelRule("has(self.baseUrl) || !(self.provider in ['azureOpenAi', 'ollama', 'openAiCompatible'])", RuleMessages.BaseUrlRequired)]
[CelRule("has(self.baseUrl) || !has(self.auth.apiKey) || !(self.provider in ['bedrock', 'vertex'])", RuleMessages.CloudBaseUrlRequired)]
[CelRule("!has(self.tls) || !has(self.baseUrl) || !self.baseUrl.startsWith('http://')", RuleMessages.TlsNeedsHttps)]
[CelRule(
    "(!has(self.auth.none) || self.provider in ['ollama', 'openAiCompatible']) && (!has(self.auth.aws) || self.provider == 'bedrock')"
        + " && (!has(self.auth.gcp) || self.provider == 'vertex') && (!has(self.auth.azureAd) || self.provider == 'azureOpenAi')",
    RuleMessages.AuthFitsProvider)]
[CelRule("!has(self.azure) || self.provider == 'azureOpenAi'", RuleMessages.AzureAlone)]
public sealed record ProviderCredentialSpec
{
    /// <summary>The provider; openAiCompatible is any other that speaks OpenAI's wire format.</summary>
    [Schema(
        MaxLength = 32,
        Values =
        [
            "anthropic", "azureOpenAi", "bedrock", "cohere", "deepseek", "gemini", "groq", "mistral", "ollama", "openai", "openAiCompatible", "openrouter", "together", "vertex", "xai",
        ])]
    public required string Provider { get; init; }

    /// <summary>
    /// The base URL that the provider's paths, such as /chat/completions, are appended to. Defaults to the provider's own; required for azureOpenAi (the
    /// resource's URL), ollama and openAiCompatible, and for bedrock and vertex with an apiKey. The Secret's annotation aigateway.dev/allowed-hosts must name its
    /// host.
    /// </summary>
    [Schema(MinLength = 8, MaxLength = 2048, Pattern = Patterns.BaseUrl)]
    public string? BaseUrl { get; init; }

    /// <summary>How the sidecar authenticates at the provider.</summary>
    public required ProviderAuth Auth { get; init; }

    /// <summary>What Azure OpenAI wants to know beside the account.</summary>
    public AzureSettings? Azure { get; init; }

    /// <summary>How the provider's certificate is checked, where the system's roots and the URL's host do not do.</summary>
    public ProviderTls? Tls { get; init; }

    /// <summary>What models cost at this account, where it is not what the built-in catalogue says, or the catalogue does not know them (docs/prices.md).</summary>
    [Schema(MaxItems = 128, ListType = "map", ListMapKeys = ["model"])]
    public ImmutableArray<ModelPrice> Prices { get => field.IsDefault ? [] : field; init; }

    /// <summary>Namespaces whose ModelRoutes and AgentPolicies may name this credential too. Their agents' sidecars then receive the key.</summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = 63, Pattern = Patterns.NamespaceName)]
    public ImmutableArray<string> SharedWith { get => field.IsDefault ? [] : field; init; }
}
