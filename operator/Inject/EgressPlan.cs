using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Inject;

/// <summary>What one pod gets of what its policies wish.</summary>
internal sealed record EgressPlan
{
    /// <summary>What it is injected for.</summary>
    public EgressMode Mode { get; init; }

    /// <summary>Why not for what the policies ask for; null where it is.</summary>
    public SkipReason? Reason { get; init; }

    /// <summary>Whether any policy speaks of egress.</summary>
    public bool HasEgress { get; init; }

    /// <summary>Where the rules do not land: the pod starts all the same, at the lower level.</summary>
    public bool Lowers { get; init; }

    /// <summary>The users of the mesh's proxies in this pod, which are not redirected.</summary>
    public ImmutableArray<long> MeshUsers { get; init; } = [];

    /// <summary>Whether the agent's containers get the pod's certificates, and the sidecar writes them.</summary>
    public bool Intercepts { get; init; }

    public TrustedRoots? TrustedRoots { get; init; }

    public ImmutableArray<string> Servers { get; init; } = [];

    public bool Redirects => Mode == EgressMode.Redirected;

    /// <summary>What <see cref="InjectNames.EgressAnnotation"/> says; null where no policy speaks of egress.</summary>
    public string? Annotation => Reason is { } reason ? $"{Mode}: {reason}" : HasEgress ? Mode.ToString() : null;

    /// <param name="pod">The pod.</param>
    /// <param name="wishes">What its policies want of it.</param>
    /// <param name="reason">Why it cannot be redirected; null where it can.</param>
    public static EgressPlan For(PodView pod, PodWishes wishes, SkipReason? reason)
    {
        var asked = wishes.Mode == EgressMode.Redirected;
        var intercepts = wishes.Intercepts || pod.HeldContainers.Any(held => NamesTheBundle(held.Container));
        return new()
        {
            Mode = asked && reason is null ? EgressMode.Redirected : EgressMode.Cooperative,
            Reason = asked ? reason : null,
            HasEgress = asked || wishes.HasEgress,
            Lowers = wishes.WhenUnenforceable == WhenUnenforceable.Lower,
            MeshUsers = [.. Mesh.ProxiesOf(pod).Select(proxy => proxy.User)],
            Intercepts = intercepts,
            TrustedRoots = intercepts ? wishes.TrustedRoots : null,
            Servers = wishes.Servers,
        };
    }

    /// <summary>After an earlier call on this pod, whatever the policies have become since: a variable that names a file which nobody writes would break every client that reads it.</summary>
    static bool NamesTheBundle(JsonObject container) => container.Items("env").Any(variable => variable.Text("value") == InjectNames.BundleFile);
}
