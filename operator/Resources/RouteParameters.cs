using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>
/// Top-level members of the request's body, in the target's own dialect, that are set or taken away: defaults, then overrides, then removal. model, stream, messages,
/// contents and input cannot be touched, store can be set to false alone, and tools, and whatever else policies judge, can be taken away and not set.
/// </summary>
[CelRule("has(self.defaults) || has(self.overrides) || has(self.remove)", RuleMessages.ParametersEmpty)]
public sealed record RouteParameters
{
    /// <summary>Members added where the request does not have them; at most 16 KiB.</summary>
    [Schema(MaxItems = 64)]
    public JsonElement? Defaults { get; init; }

    /// <summary>Members set whatever the request says; at most 16 KiB.</summary>
    [Schema(MaxItems = 64)]
    public JsonElement? Overrides { get; init; }

    /// <summary>Members taken away.</summary>
    [Schema(MinItems = 1, MaxItems = 64, ListType = "set", MinLength = 1, MaxLength = 128, Pattern = Patterns.Member)]
    public ImmutableArray<string>? Remove { get; init; }
}
