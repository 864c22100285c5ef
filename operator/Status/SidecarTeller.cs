using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Status;

/// <summary>Counts, for one moment, which sidecars enforce which generation. Pure: turn, sidecars and time in, tallies out. For one thread.</summary>
internal sealed class SidecarTeller(Compilation compilation, IReadOnlyDictionary<string, SidecarState> sidecars, DateTimeOffset now)
{
    /// <summary>How old a pod must be to be counted before its sidecar connects.</summary>
    public static readonly TimeSpan Youth = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(string Revision, string Features), BundleRules> _narrowed = [];
    private readonly Dictionary<ImmutableArray<string>, List<CountedPod>> _pods = [];
    private readonly List<(AgentIdentity Pod, PodVerdict Verdict)> _others = [];

    public SidecarTally Count(ResourceReport report)
    {
        var programmed = 0;
        _others.Clear();
        foreach (var pod in PodsOf(report.PodUids))
        {
            var verdict = Judge(pod, report.Hold?.Sources[0] ?? report.Resource);
            if (verdict == PodVerdict.Programmed) programmed++;
            else _others.Add((pod.Agent.Agent, verdict));
        }

        ImmutableArray<AgentIdentity> Of(PodVerdict verdict) =>
            _others.Exists(pod => pod.Verdict == verdict) ? [.. _others.Where(pod => pod.Verdict == verdict).Select(pod => pod.Pod)] : [];
        return new()
        {
            Matched = programmed + _others.Count,
            Programmed = programmed,
            Refused = [.. Of(PodVerdict.Refused).Select(pod => (pod, sidecars[pod.PodUid].Nack!))],
            Outdated = Of(PodVerdict.Outdated),
            Waiting = Of(PodVerdict.Waiting),
            Disconnected = Of(PodVerdict.Disconnected),
            Bare = Of(PodVerdict.Bare),
        };
    }

    /// <summary>Those of the pods that count. Resources that reach the same pods share their list, and what is found here.</summary>
    private List<CountedPod> PodsOf(ImmutableArray<string> uids)
    {
        if (_pods.TryGetValue(uids, out var known)) return known;
        var pods = new List<CountedPod>(uids.Length);
        foreach (var uid in uids)
        {
            var sidecar = sidecars.GetValueOrDefault(uid);
            if (compilation.Agents.TryGetValue(uid, out var agent) && IsCounted(agent.Pod, sidecar, now)) pods.Add(new(agent, sidecar));
        }

        return _pods[uids] = pods;
    }

    private PodVerdict Judge(CountedPod pod, SourceRef resource)
    {
        var (agent, sidecar) = pod;
        if (sidecar is null) return HasSidecar(agent.Pod) ? PodVerdict.Disconnected : PodVerdict.Bare;
        if (IsOutdated(agent.Rules, sidecar.Features, resource)) return PodVerdict.Outdated;
        if (Enforces(sidecar, resource)) return PodVerdict.Programmed;
        if (sidecar.Gone is not null) return PodVerdict.Disconnected;
        return sidecar.Nack is { Reason: not NackReasons.StaleSources } ? PodVerdict.Refused : PodVerdict.Waiting;
    }

    /// <summary>Whether a pod counts: it runs, does not end, and its sidecar is there or has had time to come.</summary>
    public static bool IsCounted(Pod pod, SidecarState? sidecar, DateTimeOffset now) =>
        pod.Metadata.DeletionTimestamp is null
        && pod.Status.Phase is "Running" or null
        && (sidecar is not null || pod.Metadata.CreationTimestamp is not { } created || now - created >= Youth);

    public static bool HasSidecar(Pod pod) =>
        pod.Spec.Containers.Any(IsSidecar) || pod.Spec.InitContainers.Any(IsSidecar);

    private static bool IsSidecar(PodContainer container) => container.Name == Group.SidecarContainer;

    /// <summary>Asked for each resource of each pod: nothing is allocated for it.</summary>
    private static bool Enforces(SidecarState sidecar, SourceRef resource)
    {
        foreach (var source in sidecar.InForce?.Sources ?? [])
        {
            if (source.Uid == resource.Uid && source.Generation >= resource.Generation) return true;
        }

        return false;
    }

    private static bool HasAll(ImmutableArray<string> features, ImmutableArray<string> required)
    {
        foreach (var feature in required)
        {
            if (!features.Contains(feature)) return false;
        }

        return true;
    }

    /// <summary>
    /// A policy is outdated at a sidecar that lacks anything its rules need; a route, server, guardrail, Budget or credential only where it is itself narrowed.
    /// </summary>
    private bool IsOutdated(CompiledRules rules, ImmutableArray<string> features, SourceRef resource)
    {
        if (HasAll(features, rules.Requires)) return false;
        if (resource.Kind == nameof(AgentPolicy)) return true;
        if (resource.Kind is nameof(AiGateway.Operator.Resources.Agents.Agent) or nameof(Namespace)) return false; // It is held there too, and by more.

        var name = $"{resource.Namespace}/{resource.Name}";
        var narrowed = Narrow(rules, features);
        return resource.Kind switch
        {
            nameof(ModelRoute) => rules.Rules.Routes.Any(route => route.Route == name && !narrowed.Routes.Any(kept => ReferenceEquals(kept, route))),
            nameof(McpServer) => (rules.Rules.McpServers ?? []).Any(server =>
                server.Account.Provider == name && !(narrowed.McpServers ?? []).Any(kept => ReferenceEquals(kept, server))),
            nameof(Guardrail) => (rules.Rules.Guardrails ?? []).Any(guardrail =>
                guardrail.Guardrail == name && !(narrowed.Guardrails ?? []).Any(kept => ReferenceEquals(kept, guardrail))),
            nameof(Budget) => (rules.Rules.Budgets ?? []).Any(budget => budget.Limit == name) && narrowed.Budgets is null,
            _ => rules.Rules.Providers.Any(provider => provider.Provider == name && !narrowed.Providers.Any(kept => kept.Provider == name)),
        };
    }

    private BundleRules Narrow(CompiledRules rules, ImmutableArray<string> features)
    {
        var key = (rules.Revision, string.Join(',', features));
        if (!_narrowed.TryGetValue(key, out var narrowed)) _narrowed[key] = narrowed = FeatureGate.Narrow(rules.Rules, features);
        return narrowed;
    }

    private readonly record struct CountedPod(AgentBundle Agent, SidecarState? Sidecar);
}
