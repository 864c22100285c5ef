using System.Collections.Immutable;
using System.Text.Json;

namespace AiGateway.Contracts;

/// <summary>Top-level members of the request's body, in the target's own dialect, that the route sets or takes away. Defaults, then overrides, then removal.</summary>
public sealed record ParametersRule
{
    /// <summary>Members that no rule may touch: what was judged, how the answer is read, and what the agent said.</summary>
    public static ImmutableArray<string> Untouchable { get; } = ["model", "stream", "messages", "contents", "input"];

    /// <summary>Members added where the request does not have them; an object, or null for none.</summary>
    public JsonElement? Defaults { get; init; }

    /// <summary>Members set whatever the request says; an object, or null for none.</summary>
    public JsonElement? Overrides { get; init; }

    /// <summary>Members taken away; null for none.</summary>
    public ImmutableArray<string>? Remove { get; init; }
}
