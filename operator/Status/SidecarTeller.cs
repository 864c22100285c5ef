using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Status;

/// <summary>Counts, for one moment, which sidecars enforce which generation. Pure: turn, sidecars and time in, tallies out.</summary>
internal sealed class SidecarTeller(Compilation compilation, IReadOnlyDictionary<string, SidecarState> sidecars, DateTimeOffset now)
{
    /// <summary>How old a pod must be to be counted before its sidecar connects.</summary>
    public static readonly TimeSpan Youth = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(string Revision, string Features), BundleRules> _narrowed = [];

    public SidecarTally Count(ResourceReport report)
    {
        var programmed = 0;
        var others = new List<(AgentIdentity Pod, PodVerdict Verdict)>();
        foreach (var uid in report.PodUids)
        {
            if (!compilation.Agents.TryGetValue(uid, out var agent)) continue;
            var verdict = Judge(agent, report.Hold?.Sources[0] ?? report.Resource);
            if (verdict == PodVerdict.Programmed) programmed++;
            else if (verdict != PodVerdict.None) others.Add((agent.Agent, verdict));
        }

        ImmutableArray<AgentIdentity> Of(PodVerdict verdict) => [.. others.Where(pod => pod.Verdict == verdict).Select(pod => pod.Pod)];
        return new()
        {
            Matched = programmed + others.Count,
            Programmed = programmed,
            Refused = [.. Of(PodVerdict.Refused).Select(pod => (pod, sidecars[pod.PodUid].Nack!))],
            Outdated = Of(PodVerdict.Outdated),
            Waiting = Of(PodVerdict.Waiting),
            Disconnected = Of(PodVerdict.Disconnected),
            Bare = Of(PodVerdict.Bare),
        };
    }

    private PodVerdict Judge(AgentBundle agent, SourceRef resource)
    {
        var sidecar = sidecars.GetValueOrDefault(agent.Agent.PodUid);
        if (!IsCounted(agent.Pod, sidecar, now)) return PodVerdict.None;
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
        pod.Spec.Containers.Concat(pod.Spec.InitContainers).Any(container => container.Name == Group.SidecarContainer);

    private static bool Enforces(SidecarState sidecar, SourceRef resource) =>
        sidecar.InForce?.Sources.Any(source => source.Uid == resource.Uid && source.Generation >= resource.Generation) == true;

    /// <summary>
    /// A policy is outdated at a sidecar that lacks anything its rules need; a route, server, guardrail, Budget or credential only where it is itself narrowed.
    /// </summary>
    private bool IsOutdated(CompiledRules rules, ImmutableArray<string> features, SourceRef resource)
    {
        if (rules.Requires.All(features.Contains)) return false;
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
}
