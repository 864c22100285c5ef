using System.Collections.Frozen;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>What is known of a provider by its name: the wire it speaks, where it is, and how it takes a key.</summary>
internal sealed record ProviderKind
{
    public required string Dialect { get; init; }

    /// <summary>Null where the user has to say it.</summary>
    public string? DefaultBaseUrl { get; init; }

    public required string KeyHeader { get; init; }

    public required string KeyPrefix { get; init; }

    private static readonly FrozenDictionary<string, ProviderKind> Known = new Dictionary<string, ProviderKind>(StringComparer.Ordinal)
    {
        ["openai"] = Bearer("openai", "https://api.openai.com/v1"),
        ["openAiCompatible"] = Bearer("openai", null),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names that a user may write, in one line.</summary>
    public static string Names { get; } = string.Join(", ", Known.Keys.Order(StringComparer.OrdinalIgnoreCase));

    public static ProviderKind? Find(string name) => Known.GetValueOrDefault(name);

    private static ProviderKind Bearer(string dialect, string? baseUrl) =>
        new() { Dialect = dialect, DefaultBaseUrl = baseUrl, KeyHeader = "Authorization", KeyPrefix = "Bearer " };
}
