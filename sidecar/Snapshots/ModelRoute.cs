using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Secrets;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>A route, its targets ranked. A route without a target answers with a clear error.</summary>
internal sealed class ModelRoute
{
    /// <summary>As <c>namespace/name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The names as they were written.</summary>
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>Best first.</summary>
    public required ImmutableArray<Target> Targets { get; init; }

    /// <summary>Why there is no target, in the operator's words; null where there is one.</summary>
    public string? Unfit { get; init; }

    /// <summary>The route's bounds on time; null for the sidecar's own.</summary>
    public TimeoutsRule? Timeouts { get; init; }

    /// <summary>Whether what a target's dialect cannot express is left out and named, instead of refusing the call.</summary>
    public bool OmitUntranslatable { get; init; }

    public Retries Retries { get; init; } = new();

    /// <summary>Null for none.</summary>
    public Breaker? Breaker { get; init; }

    public Fallback Fallback { get; init; } = new();

    /// <summary>Whether all calls of one conversation go to the same target of a priority, as long as it is fit.</summary>
    public bool Sticky { get; init; }

    /// <summary>Whether some target takes no part in some calls.</summary>
    public bool IsConditional { get; init; }

    /// <summary>The checks of its calls, the policies' included.</summary>
    public GuardPlan Guards { get; init; } = GuardPlan.Empty;

    /// <summary>The sidecar's own credentials, which its calls may not carry: guarded or not.</summary>
    public HeldValues Held { get; init; } = HeldValues.None;

    /// <summary>The way to an endpoint that no route leads to: one account, and whatever model the endpoint knows.</summary>
    public static ModelRoute OfEndpoint(Provider provider, GuardPlan guards, HeldValues? held = null) => OfOnly(provider, "endpoints", guards, held);

    /// <summary>The way to a tool server.</summary>
    public static ModelRoute OfServer(Provider provider, GuardPlan guards, HeldValues? held = null) => OfOnly(provider, "mcp", guards, held);

    private static ModelRoute OfOnly(Provider provider, string name, GuardPlan guards, HeldValues? held) => new()
    {
        Name = name,
        Models = [],
        Guards = guards,
        Held = held ?? HeldValues.None,
        Targets = [new Target { Provider = provider, Model = null, ModelJson = null }],
    };
}
