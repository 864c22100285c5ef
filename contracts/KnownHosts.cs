using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>
/// The hosts that makers' clients have built in, and which of the gateway's dialects each speaks. Interception is offered for these, and for the hosts of tool servers:
/// for any other the gateway would break TLS and have nothing to judge by. The hosts are those of the providers' own references.
/// </summary>
public static class KnownHosts
{
    /// <summary>All of them; one that has paths of several dialects stands once for each, and the first that has a path decides.</summary>
    public static ImmutableArray<KnownHost> All { get; } =
    [
        new("api.openai.com", "", "/openai"),
        new("api.anthropic.com", "", "/anthropic"),
        new("generativelanguage.googleapis.com", "", "/gemini"),
        new("*.openai.azure.com", "", "/azure"),
        new("*.cognitiveservices.azure.com", "", "/azure"),
        new("api.mistral.ai", "", "/openai"),
        new("api.groq.com", "/openai", "/openai"),
        new("api.together.xyz", "", "/openai"),
        new("api.deepseek.com", "/v1", "/openai/v1"),
        new("api.deepseek.com", "/anthropic", "/anthropic"),
        new("api.deepseek.com", "", "/openai/v1"),
        new("api.x.ai", "", "/openai"),
        new("openrouter.ai", "/api", "/openai"),
        .. BedrockRegions.Select(region => new KnownHost($"bedrock-runtime.{region}.amazonaws.com", "", "/bedrock")),
    ];

    /// <summary>AWS' regions in which Bedrock answers at a host of its own (AWS General Reference, Amazon Bedrock endpoints).</summary>
    private static IEnumerable<string> BedrockRegions =>
    [
        "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1", "eu-central-1", "eu-central-2", "eu-west-1", "eu-west-2", "eu-west-3",
        "eu-north-1", "eu-south-1", "eu-south-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2",
        "ap-southeast-3", "ap-southeast-4", "me-central-1", "us-gov-east-1", "us-gov-west-1",
    ];

    private static readonly ImmutableArray<EgressTarget> s_targets = [.. All.Select(known => EgressTarget.TryParse(known.Host, out var target, out _) ? target : throw new FormatException(known.Host))];

    /// <summary>The known host of this name, the first where it stands more than once; null where there is none.</summary>
    public static KnownHost? Find(string name)
    {
        for (var index = 0; index < All.Length; index++)
        {
            if (s_targets[index].MatchesName(name)) return All[index];
        }

        return null;
    }

    /// <summary>The gateway's path for one of this host's, as it was unescaped and as it came; null where the host has nothing there that the gateway speaks.</summary>
    public static (string Path, string Raw)? Map(string name, string path, string raw)
    {
        for (var index = 0; index < All.Length; index++)
        {
            if (s_targets[index].MatchesName(name) && All[index].Map(path) is { } mapped && All[index].Map(raw) is { } mappedRaw) return (mapped, mappedRaw);
        }

        return null;
    }

    /// <summary>Whether a pattern of hosts (<c>*.openai.azure.com</c>, <c>team.openai.azure.com</c>) names known hosts alone.</summary>
    public static bool CoversOnlyKnown(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return pattern.StartsWith("*.", StringComparison.Ordinal)
            ? All.Any(known => known.Host.StartsWith("*.", StringComparison.Ordinal) && (pattern == known.Host || pattern.EndsWith(known.Host[1..], StringComparison.Ordinal)))
            : Find(pattern) is not null;
    }
}
