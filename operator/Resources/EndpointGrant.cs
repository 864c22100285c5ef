using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>An endpoint, and the account at which it may be called.</summary>
public sealed record EndpointGrant
{
    /// <summary>
    /// files, batches, responses, conversations, assistants, vectorStores, fineTuning, containers, uploads, evals, cachedContents, or a path that begins with /openai/,
    /// /anthropic/, /gemini/, /azure/ or /bedrock/.
    /// </summary>
    [Schema(MinLength = 1, MaxLength = 256, Pattern = Patterns.Endpoint)]
    public required string Name { get; init; }

    /// <summary>The name of the ProviderCredential that is called.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.ObjectName)]
    public required string Credential { get; init; }

    /// <summary>The credential's namespace, where it is shared with this one. Defaults to this namespace.</summary>
    [Schema(MinLength = 1, MaxLength = 63, Pattern = Patterns.NamespaceName)]
    public string? Namespace { get; init; }
}
