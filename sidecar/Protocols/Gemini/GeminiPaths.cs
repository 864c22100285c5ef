using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>The paths of Gemini's dialect: <c>/gemini/v1beta/models/{model}:generateContent</c> and what stands beside it.</summary>
internal static class GeminiPaths
{
    public const string Prefix = "/gemini/";

    private static readonly string[] s_versions = ["v1beta/", "v1/", "v1alpha/"];
    private static readonly CallPlace s_models = CallPlace.Models(Dialect.Gemini);
    private static readonly Refusal s_noEvents =
        new(RefusalReason.InvalidField, "streamGenerateContent is served with the query parameter 'alt=sse' alone; a stream as one JSON array is not.", "alt");

    /// <summary>What the path asks for; null where nothing is served.</summary>
    public static CallPlace? Of(in CallTarget target)
    {
        var rest = target.Path[Prefix.Length..];
        foreach (var version in s_versions)
        {
            if (rest.StartsWith(version, StringComparison.Ordinal)) return Of(target, Prefix + version);
        }

        return rest.StartsWith("upload/", StringComparison.Ordinal) && !rest.EndsWith('/')
            ? CallPlace.EndpointAt(target, Dialect.Gemini, EndpointWords.Files, "/" + rest)
            : null;
    }

    private static CallPlace? Of(in CallTarget target, string prefix)
    {
        var below = target.Path[prefix.Length..];
        if (below == "models") return s_models;
        if (below.Length == 0 || below[^1] == '/') return null;
        if (below.StartsWith("models/", StringComparison.Ordinal) && ModelAt(target, target.NameBehind(prefix + "models/")) is { } place) return place;

        var slash = below.IndexOf('/', StringComparison.Ordinal);
        var name = (slash < 0 ? below : below[..slash]) switch
        {
            "files" => EndpointWords.Files,
            "cachedContents" => EndpointWords.CachedContents,
            _ => null,
        };
        return CallPlace.EndpointAt(target, Dialect.Gemini, name, "/" + below);
    }

    /// <summary>The model's place, by the verb behind the last colon; null for a verb that is not known.</summary>
    private static CallPlace? ModelAt(in CallTarget target, string name)
    {
        var colon = name.LastIndexOf(':');
        if (colon < 0) return CallPlace.ModelAt(Dialect.Gemini, name);
        var model = name[..colon];
        return name[(colon + 1)..] switch
        {
            "generateContent" => At(Operation.Chat, WireFormat.GeminiContent, model),
            "streamGenerateContent" => At(Operation.Chat, WireFormat.GeminiContent, model) with { Stream = true, Fault = target.AsksForEvents ? null : s_noEvents },
            "countTokens" => At(Operation.CountTokens, WireFormat.GeminiCount, model),
            "embedContent" => At(Operation.Embeddings, WireFormat.GeminiEmbed, model),
            "batchEmbedContents" => At(Operation.Embeddings, WireFormat.GeminiBatchEmbed, model),
            _ => null,
        };
    }

    private static CallPlace At(Operation operation, WireFormat format, string model) => new(Dialect.Gemini, operation, format) { Model = model };
}
