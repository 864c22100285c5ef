using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>One account that can answer, and the model to ask it for.</summary>
public sealed record ModelTarget
{
    /// <summary>The name of a ProviderCredential.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.ObjectName)]
    public required string Credential { get; init; }

    /// <summary>The credential's namespace, where it is shared with this one. Defaults to this namespace.</summary>
    [Schema(MinLength = 1, MaxLength = 63, Pattern = Patterns.NamespaceName)]
    public string? Namespace { get; init; }

    /// <summary>The provider's own name of the model. Defaults to the name that the agent asked for.</summary>
    [Schema(MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelName)]
    public string? Model { get; init; }

    /// <summary>Lower is tried first; the next one is tried when a target cannot be reached or answers 429 or 5xx, before the first byte has left.</summary>
    [Schema(Minimum = 0, Maximum = 1000)]
    public int Priority { get; init; }

    /// <summary>The share of calls among the targets of one priority; 0 drains the target. Defaults to 1.</summary>
    [Schema(Minimum = 0, Maximum = 1000)]
    public int? Weight { get; init; }

    /// <summary>
    /// A condition, as request.inputTokens &lt; 8000, that must hold for a call to go here; its language is a subset of CEL (docs/routing.md). Without it, every call may.
    /// </summary>
    [Schema(MinLength = 1, MaxLength = 1024)]
    public string? When { get; init; }

    /// <summary>What is set or taken away in the requests to this target, after what the route says.</summary>
    public RouteParameters? Parameters { get; init; }
}
