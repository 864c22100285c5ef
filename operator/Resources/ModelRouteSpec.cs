using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>The names, their targets, and what happens when one of them fails.</summary>
[CelRule("self.targets.exists(target, !has(target.weight) || target.weight > 0)", RuleMessages.AllDrained)]
public sealed record ModelRouteSpec
{
    /// <summary>
    /// Model names: exact, or a prefix that ends in *. An exact name wins over a prefix, a longer prefix over a shorter one. A name that
    /// another ModelRoute of the namespace has is a conflict: the older route keeps it.
    /// </summary>
    [Schema(MinItems = 1, MaxItems = 64, ListType = "set", MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelPattern)]
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>Where the calls go: by priority, and in their order within one priority.</summary>
    [Schema(MinItems = 1, MaxItems = 16, ListType = "atomic")]
    public required ImmutableArray<ModelTarget> Targets { get; init; }

    /// <summary>How often and when a target is tried again before the next one's turn comes. Without it, each target is tried once.</summary>
    public RouteRetry? Retry { get; init; }

    /// <summary>How long a target may take. Without it, the sidecar's own bounds hold.</summary>
    public RouteTimeouts? Timeouts { get; init; }

    /// <summary>When a target that fails is left alone for a while. Without it, each call tries it anew.</summary>
    public RouteBreaker? CircuitBreaker { get; init; }

    /// <summary>Which answers make the next target's turn come, where the defaults do not do.</summary>
    public RouteFallback? Fallback { get; init; }

    /// <summary>What is set or taken away in the requests to every target.</summary>
    public RouteParameters? Parameters { get; init; }

    /// <summary>
    /// Names of Guardrails of this namespace, which look at every call of the route beside those of the policies; with namespaces that the route is shared with, they are too. One that is
    /// missing or not usable refuses every call.
    /// </summary>
    [Schema(MaxItems = 32, ListType = "set", MinLength = 1, MaxLength = 253, Pattern = Patterns.ObjectName)]
    public ImmutableArray<string> Guardrails { get => field.IsDefault ? [] : field; init; }

    /// <summary>Whether all calls of one conversation go to the same target of a priority, as long as it is fit.</summary>
    public bool Sticky { get; init; }

    /// <summary>Refuse answers a request that a target's dialect cannot express with an error; Omit leaves out what cannot be expressed, and says so.</summary>
    public OnUntranslatable OnUntranslatable { get; init; }

    /// <summary>
    /// Namespaces whose agents may use these names too, as far as their own policies allow them; the calls go out with this namespace's credentials. A name that a
    /// ModelRoute of such a namespace has, or covers by a prefix, stays with that one.
    /// </summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = 63, Pattern = Patterns.NamespaceName)]
    public ImmutableArray<string> SharedWith { get => field.IsDefault ? [] : field; init; }
}
