using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Watch;

/// <summary>
/// Looks in a pod's spec for what makes programs talk to models: settings that providers' SDKs read, and images of known agents and model servers. Of a setting only the name is looked at, of one that
/// is an address its host too; what refers to a Secret has no value here at all.
/// </summary>
internal static class ShadowSigns
{
    public const string KnownSetting = "KnownSetting";
    public const string KnownImage = "KnownImage";

    /// <summary>What the makers' clients read their key from, by their references.</summary>
    private static readonly FrozenSet<string> s_settings = FrozenSet.Create(
        StringComparer.Ordinal,
        "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN", "GEMINI_API_KEY", "MISTRAL_API_KEY", "GROQ_API_KEY", "TOGETHER_API_KEY",
        "DEEPSEEK_API_KEY", "XAI_API_KEY", "OPENROUTER_API_KEY", "CO_API_KEY", "COHERE_API_KEY", "AWS_BEARER_TOKEN_BEDROCK", "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX");

    /// <summary>What the names of settings end in that hold an address.</summary>
    private static readonly ImmutableArray<string> s_addresses = ["_BASE_URL", "_API_BASE", "_ENDPOINT", "_API_URL", "_HOST"];

    /// <summary>Repositories, or what they begin with where they end in a slash.</summary>
    private static readonly ImmutableArray<string> s_images =
    [
        "ollama/ollama", "vllm/vllm-openai", "lmsysorg/sglang", "localai/localai", "flowiseai/flowise", "langgenius/dify-api", "ghcr.io/berriai/litellm", "ghcr.io/open-webui/open-webui",
        "ghcr.io/huggingface/text-generation-inference", "nvcr.io/nim/",
    ];

    private static readonly ImmutableArray<string> s_docker = ["docker.io/", "index.docker.io/", "registry-1.docker.io/"];

    /// <summary>Of ten thousand pods most have no sign, and the others the same few.</summary>
    private static readonly ConcurrentDictionary<(string Reason, string What), PodSign> s_found = new();
    private const int MaxFound = 1024;
    private const int MaxWhat = 300;

    /// <summary>The first sign in it; null for none.</summary>
    public static PodSign? Find(Pod pod)
    {
        foreach (var container in pod.Spec.Containers.AsSpan())
        {
            if (Find(container) is { } found) return found;
        }

        foreach (var container in pod.Spec.InitContainers.AsSpan())
        {
            if (Find(container) is { } found) return found;
        }

        return null;
    }

    private static PodSign? Find(PodContainer container)
    {
        foreach (var variable in container.Env.AsSpan())
        {
            if (s_settings.Contains(variable.Name)) return Share(KnownSetting, variable.Name);
            if (HostIn(variable) is { } host) return Share(KnownSetting, $"{variable.Name} ({host})");
        }

        return container.Image is { } image && IsKnown(image) ? Share(KnownImage, image) : null;
    }

    /// <summary>The known host in an address; null where it is none.</summary>
    private static string? HostIn(EnvVar variable)
    {
        if (variable.Value is not { Length: > 0 and <= MaxWhat } value || !s_addresses.Any(end => variable.Name.EndsWith(end, StringComparison.Ordinal))) return null;
        var address = value.Contains("://", StringComparison.Ordinal) ? value : "https://" + value;
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && KnownHosts.Find(uri.IdnHost) is not null ? uri.IdnHost : null;
    }

    private static bool IsKnown(string image)
    {
        var start = s_docker.FirstOrDefault(prefix => image.StartsWith(prefix, StringComparison.Ordinal))?.Length ?? 0;
        var repository = image[start..];
        if (repository.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at) repository = repository[..at];
        if (repository.LastIndexOf(':') is var colon && colon > repository.LastIndexOf('/')) repository = repository[..colon];
        return s_images.Any(known => known.EndsWith('/') ? repository.StartsWith(known, StringComparison.Ordinal) : repository == known);
    }

    private static PodSign? Share(string reason, string what)
    {
        if (what.Length > MaxWhat) what = what[..MaxWhat];
        if (s_found.TryGetValue((reason, what), out var known)) return known;
        return s_found.Count < MaxFound ? s_found.GetOrAdd((reason, what), static key => new(key.Reason, key.What)) : new(reason, what);
    }
}
