using System.Collections.Immutable;
using System.Text.Json;

namespace AiGateway.Contracts;

/// <summary>Top-level members of the request's body, in the target's own dialect, that the route sets or takes away. Defaults, then overrides, then removal.</summary>
public sealed record ParametersRule
{
    /// <summary>Members that no rule may touch: what was judged, how the answer is read, what the agent said, and whether the provider keeps it.</summary>
    public static ImmutableArray<string> Untouchable { get; } = ["model", "stream", "messages", "contents", "input", "store"];

    /// <summary>
    /// Members that a rule may take away and not set: by them a request asks for what policies allow or deny (hosted tools, things that are kept at the provider), and they
    /// are judged as the agent wrote them.
    /// </summary>
    public static ImmutableArray<string> Unsettable { get; } =
    [
        "tools", "toolConfig", "additionalModelRequestFields", "web_search_options", "search_parameters", "plugins", "mcp_servers", "container",
        "background", "previous_response_id", "prompt", "conversation", "cachedContent", "cached_content",
        "models", "content", "requests", "generateContentRequest", "generate_content_request", "images", "mask",
    ];

    /// <summary>Members added where the request does not have them; an object, or null for none.</summary>
    public JsonElement? Defaults { get; init; }

    /// <summary>Members set whatever the request says; an object, or null for none.</summary>
    public JsonElement? Overrides { get; init; }

    /// <summary>Members taken away; null for none.</summary>
    public ImmutableArray<string>? Remove { get; init; }

    /// <summary>Whether a rule may give the member that value. Some servers match names without regard to case; <c>store</c> may be set to false, which keeps less.</summary>
    public static bool MaySet(string name, JsonElement value) =>
        (MayRemove(name) && !Unsettable.Contains(name, StringComparer.OrdinalIgnoreCase)) || (name == "store" && value.ValueKind == JsonValueKind.False);

    /// <summary>Whether a rule may take the member away.</summary>
    public static bool MayRemove(string name) => !Untouchable.Contains(name, StringComparer.OrdinalIgnoreCase);
}
