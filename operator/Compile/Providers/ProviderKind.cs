using System.Collections.Frozen;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>What is known of a provider by its name: the wire it speaks, where it is, how it takes a key, and what else it takes.</summary>
internal sealed record ProviderKind
{
    public required string Dialect { get; init; }

    /// <summary>Where it is, for these fields; null where the user has to say it.</summary>
    public required Func<ProviderAuth, string?> DefaultBaseUrl { get; init; }

    public required string KeyHeader { get; init; }

    public required string KeyPrefix { get; init; }

    /// <summary>The ways to authenticate that it takes beside <c>apiKey</c>, by the field's name; null for none.</summary>
    public string? OtherAuth { get; init; }

    private static readonly FrozenDictionary<string, ProviderKind> Known = new Dictionary<string, ProviderKind>(StringComparer.Ordinal)
    {
        ["openai"] = Bearer(Dialects.OpenAi, "https://api.openai.com/v1"),
        ["azureOpenAi"] = Header(Dialects.AzureOpenAi, null, "api-key") with { OtherAuth = AuthCase.AzureAd },
        ["anthropic"] = Header(Dialects.Anthropic, "https://api.anthropic.com/v1", "x-api-key"),
        ["gemini"] = Header(Dialects.Gemini, "https://generativelanguage.googleapis.com/v1beta", "x-goog-api-key"),
        ["vertex"] = Header(Dialects.Vertex, null, "x-goog-api-key") with { DefaultBaseUrl = auth => auth.Gcp is { } gcp ? VertexUrl(gcp) : null, OtherAuth = AuthCase.Gcp },
        ["bedrock"] = Bearer(Dialects.Bedrock, null) with { DefaultBaseUrl = auth => auth.Aws is { } aws ? BedrockUrl(aws) : null, OtherAuth = AuthCase.Aws },
        ["mistral"] = Bearer(Dialects.OpenAi, "https://api.mistral.ai/v1"),
        ["cohere"] = Bearer(Dialects.Cohere, "https://api.cohere.com"),
        ["groq"] = Bearer(Dialects.OpenAi, "https://api.groq.com/openai/v1"),
        ["together"] = Bearer(Dialects.OpenAi, "https://api.together.xyz/v1"),
        ["deepseek"] = Bearer(Dialects.OpenAi, "https://api.deepseek.com/v1"),
        ["xai"] = Bearer(Dialects.OpenAi, "https://api.x.ai/v1"),
        ["openrouter"] = Bearer(Dialects.OpenAi, "https://openrouter.ai/api/v1"),
        ["ollama"] = Bearer(Dialects.OpenAi, null) with { OtherAuth = AuthCase.None },
        ["openAiCompatible"] = Bearer(Dialects.OpenAi, null) with { OtherAuth = AuthCase.None },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names that a user may write, in one line.</summary>
    public static string Names { get; } = string.Join(", ", Known.Keys.Order(StringComparer.OrdinalIgnoreCase));

    public static ProviderKind? Find(string name) => Known.GetValueOrDefault(name);

    public bool Takes(string auth) => auth == AuthCase.ApiKey || auth == OtherAuth;

    private static ProviderKind Bearer(string dialect, string? baseUrl) =>
        new() { Dialect = dialect, DefaultBaseUrl = _ => baseUrl, KeyHeader = "Authorization", KeyPrefix = "Bearer " };

    private static ProviderKind Header(string dialect, string? baseUrl, string header) =>
        new() { Dialect = dialect, DefaultBaseUrl = _ => baseUrl, KeyHeader = header, KeyPrefix = "" };

    private static string BedrockUrl(AwsAuth aws) => $"https://bedrock-runtime.{aws.Region}.amazonaws.com";

    /// <summary>The location <c>global</c> has the host without a prefix.</summary>
    private static string VertexUrl(GcpAuth gcp)
    {
        var prefix = gcp.Location == "global" ? "" : $"{gcp.Location}-";
        return $"https://{prefix}aiplatform.googleapis.com/v1/projects/{gcp.Project}/locations/{gcp.Location}";
    }
}
