using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>The paths of Anthropic's dialect.</summary>
internal static class AnthropicPaths
{
    public const string Prefix = "/anthropic/v1/";

    private const string Models = Prefix + "models/";
    private static readonly CallPlace s_messages = new(Dialect.Anthropic, Operation.Chat, WireFormat.AnthropicMessages) { Below = "/messages" };
    private static readonly CallPlace s_count = new(Dialect.Anthropic, Operation.CountTokens, WireFormat.AnthropicCount) { Below = "/messages/count_tokens" };
    private static readonly CallPlace s_models = CallPlace.Models(Dialect.Anthropic);

    /// <summary>What the path asks for; null where nothing is served.</summary>
    public static CallPlace? Of(in CallTarget target)
    {
        var below = target.Path.AsSpan(Prefix.Length);
        if (below is "messages") return s_messages;
        if (below is "messages/count_tokens") return s_count;
        if (below is "models") return s_models;
        if (below.IsEmpty || below[^1] == '/') return null;
        if (below.StartsWith("models/", StringComparison.Ordinal)) return CallPlace.ModelAt(Dialect.Anthropic, target.NameBehind(Models));
        return CallPlace.EndpointAt(target, Dialect.Anthropic, NameOf(below), $"/{below}");
    }

    private static string? NameOf(ReadOnlySpan<char> below)
    {
        if (IsAtOrBelow(below, "messages/batches")) return EndpointWords.Batches;
        return IsAtOrBelow(below, "files") ? EndpointWords.Files : null;
    }

    private static bool IsAtOrBelow(ReadOnlySpan<char> below, string what) =>
        below.StartsWith(what, StringComparison.Ordinal) && (below.Length == what.Length || below[what.Length] == '/');
}
