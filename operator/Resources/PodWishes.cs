using System.Collections.Immutable;

namespace AiGateway.Operator.Resources;

/// <summary>What the policies that will select a pod want put into it. A pod is injected once; what changes later reaches it by its bundle, or by starting it anew.</summary>
internal sealed record PodWishes
{
    public static readonly PodWishes None = new();

    /// <summary>The tool servers that it may use, ordered.</summary>
    public ImmutableArray<string> Servers { get; init; } = [];

    /// <summary>Whether any policy speaks of egress: the agent's containers then get proxies' variables where they are not redirected.</summary>
    public bool HasEgress { get; init; }

    /// <summary>The highest that any policy asks for.</summary>
    public EgressMode Mode { get; init; }

    /// <summary>Which policy asks for it, as <c>namespace/name</c>: for reasons that people read.</summary>
    public string? AskedBy { get; init; }

    /// <summary>Refuse where any that asks for <see cref="Mode"/> refuses.</summary>
    public WhenUnenforceable WhenUnenforceable { get; init; }

    /// <summary>Whether any host is intercepted: the agent's containers then get the pod's certificates.</summary>
    public bool Intercepts { get; init; }

    /// <summary>The roots of the first policy that names any.</summary>
    public TrustedRoots? TrustedRoots { get; init; }

    /// <summary>What the namespace's label pod-security.kubernetes.io/enforce says; null where there is none.</summary>
    public string? PodSecurity { get; init; }
}
