using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>The way to authenticate; exactly one is set.</summary>
[CelRule(
    "[has(self.apiKey), has(self.none), has(self.aws), has(self.gcp), has(self.azureAd)].filter(way, way).size() == 1",
    RuleMessages.OneAuth)]
public sealed record ProviderAuth
{
    /// <summary>A key from a Secret. Fits every provider.</summary>
    public ApiKeyAuth? ApiKey { get; init; }

    /// <summary>No key at all; for ollama and openAiCompatible alone. Write it as none: {}.</summary>
    public NoAuth? None { get; init; }

    /// <summary>AWS credentials; for bedrock alone.</summary>
    public AwsAuth? Aws { get; init; }

    /// <summary>A Google Cloud service account; for vertex alone.</summary>
    public GcpAuth? Gcp { get; init; }

    /// <summary>An application in Microsoft Entra ID; for azureOpenAi alone.</summary>
    public AzureAdAuth? AzureAd { get; init; }
}
