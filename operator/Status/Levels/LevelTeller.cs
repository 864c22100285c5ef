using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Levels;

/// <summary>Counts, for one moment, how the pods of each policy are held. Pure: a look in, tallies out; one step a pod that a policy selects.</summary>
internal sealed class LevelTeller(Look look)
{
    private readonly Dictionary<(string Namespace, string Name), AgentPolicySpec> _specs = look.Turn.Inventory.Policies
        .DistinctBy(policy => (policy.Metadata.Namespace, policy.Metadata.Name))
        .ToDictionary(policy => (policy.Metadata.Namespace, policy.Metadata.Name), policy => policy.Spec);

    /// <summary>Null for what is no policy.</summary>
    public LevelTally? Count(ResourceReport report)
    {
        if (report.Resource.Kind != nameof(AgentPolicy)) return null;
        var egress = _specs.GetValueOrDefault((report.Resource.Namespace, report.Resource.Name))?.Egress;
        var wanted = egress?.Mode ?? EgressMode.Cooperative;
        Span<int> counts = stackalloc int[3];
        List<AgentIdentity> bare = [];
        List<(AgentIdentity Pod, PodLevel Level)> below = [];
        List<(AgentIdentity Pod, PodLevel Level)> unsettled = [];
        foreach (var uid in report.PodUids)
        {
            var sidecar = look.Sidecars.GetValueOrDefault(uid);
            if (!look.Turn.Compilation.Agents.TryGetValue(uid, out var agent) || !SidecarTeller.IsCounted(agent.Pod, sidecar, look.Now)) continue;
            var level = PodLevel.Of(agent.Pod, sidecar, look);
            counts[(int)level.Level]++;
            if (Holds(level.Level, wanted)) continue;
            if (!level.IsSettled) unsettled.Add((agent.Agent, level));
            else if (level.Level == EnforcementLevel.None) bare.Add(agent.Agent);
            else below.Add((agent.Agent, level));
        }

        var counted = counts[0] + counts[1] + counts[2];
        var reached = counted - bare.Count - below.Count - unsettled.Count;
        return new()
        {
            Counts = new() { Wanted = wanted, None = counts[0], Cooperative = counts[1], Redirected = counts[2], Summary = $"{wanted} {reached}/{counted}" },
            IsDemanded = egress?.WhenUnenforceable == WhenUnenforceable.Refuse,
            Share = (reached, counted),
            Bare = [.. bare],
            Below = [.. below],
            Unsettled = [.. unsettled],
        };
    }

    /// <summary>Whether a pod at this level is held as asked for.</summary>
    public static bool Holds(EnforcementLevel level, EgressMode wanted) =>
        level >= (wanted == EgressMode.Redirected ? EnforcementLevel.Redirected : EnforcementLevel.Cooperative);
}
