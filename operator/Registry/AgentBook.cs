using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Registry;

/// <summary>All agents of the leader, by workload. Begun from the statuses that stand, so that a new leader counts on where the last one wrote. For one thread.</summary>
internal sealed class AgentBook(TimeProvider time)
{
    /// <summary>How long an Agent that was just written may be missing in a turn that is older.</summary>
    private static readonly TimeSpan s_lag = TimeSpan.FromSeconds(30);

    private readonly Dictionary<Workload, AgentEntry> _entries = [];
    private readonly Dictionary<string, Workload> _pods = new(StringComparer.Ordinal);

    public IReadOnlyCollection<AgentEntry> Entries => _entries.Values;

    /// <summary>Begins anew from what is written down.</summary>
    public void Begin(IEnumerable<Agent> agents)
    {
        _entries.Clear();
        _pods.Clear();
        foreach (var group in agents.GroupBy(Workloads.WorkloadOf)) Restore(EntryOf(group.Key), Oldest(group));
    }

    /// <summary>Takes one agent from what is written down, because somebody else wrote there.</summary>
    public void Restore(AgentEntry entry, Agent agent)
    {
        var now = time.GetUtcNow();
        entry.Object = agent with { Status = null };
        entry.Account = AccountStatus.Read(agent.Status ?? new(), now);
        entry.PodlessSince = agent.Status?.PodlessSince;
        entry.Written = AgentJson.WrittenIn(agent);
        if (!entry.Written.IsEmpty) entry.WrittenAt = now;
        foreach (var part in entry.Account.Parts) _pods.TryAdd(part.PodUid, entry.Workload);
    }

    /// <summary>Takes in which pods and which Agents there are now. What has neither any more is forgotten.</summary>
    public void Turn(Dictionary<Workload, WorkloadPods> workloads, IEnumerable<Agent> agents)
    {
        foreach (var (workload, pods) in workloads)
        {
            EntryOf(workload).Pods = pods;
            foreach (var agent in pods.Carriers) _pods[agent.Agent.PodUid] = workload;
        }

        var objects = agents.GroupBy(Workloads.WorkloadOf).ToDictionary(group => group.Key, Oldest);
        foreach (var (workload, agent) in objects) Meet(EntryOf(workload), agent);
        foreach (var entry in _entries.Values.ToList())
        {
            if (!workloads.ContainsKey(entry.Workload)) entry.Pods = WorkloadPods.None;
            if (!objects.ContainsKey(entry.Workload)) Miss(entry);
            entry.PodlessSince = entry.HasPods ? null : entry.PodlessSince ?? time.GetUtcNow();
        }
    }

    /// <summary>The agent of a pod, of one that is gone too as long as its processes may report; null where it is not known.</summary>
    public AgentEntry? OfPod(string podUid) => _pods.TryGetValue(podUid, out var workload) ? _entries.GetValueOrDefault(workload) : null;

    /// <summary>Agents without pods beyond so many of a namespace, those that have had none for longest: who makes pods of ever new names makes no more objects than that.</summary>
    public IReadOnlySet<AgentEntry> Crowd(int most) => _entries.Values.Where(entry => entry is { Object: not null, HasPods: false, IsHeld: false })
        .GroupBy(entry => entry.Workload.Namespace, StringComparer.Ordinal)
        .SelectMany(group => group.OrderByDescending(entry => entry.PodlessSince).Skip(most))
        .ToHashSet();

    /// <summary>Closes the parts of processes that can say nothing more, and forgets their pods.</summary>
    public void Fold(Func<string, bool> isThere, TimeSpan silence)
    {
        foreach (var entry in _entries.Values) entry.Account.Fold(isThere, time.GetUtcNow(), silence);
        foreach (var podUid in _pods.Keys.Where(podUid => !isThere(podUid) && OfPod(podUid)?.Account.Knows(podUid) != true).ToList()) _pods.Remove(podUid);
    }

    /// <summary>A user's change is taken over; the version to write against stays the newest that was read.</summary>
    private static void Meet(AgentEntry entry, Agent agent)
    {
        if (entry.Object is { } known && known.Metadata.Uid == agent.Metadata.Uid)
        {
            if (agent.Metadata.Generation > known.Metadata.Generation) entry.Object = known with { Spec = agent.Spec, Metadata = agent.Metadata };
            return;
        }

        (entry.Object, entry.Written, entry.LookAt) = (agent with { Status = null }, default, DateTimeOffset.MinValue);
    }

    private void Miss(AgentEntry entry)
    {
        if (entry.Object is null && !entry.HasPods) _entries.Remove(entry.Workload);
        if (entry.Object is null || time.GetUtcNow() - entry.WrittenAt < s_lag) return;
        entry.Lose();
    }

    private AgentEntry EntryOf(Workload workload)
    {
        if (!_entries.TryGetValue(workload, out var entry)) _entries[workload] = entry = new(workload);
        return entry;
    }

    /// <summary>Of several Agents for one workload the oldest has the status.</summary>
    private static Agent Oldest(IEnumerable<Agent> agents) => agents.OrderBy(agent => agent.Metadata.CreationTimestamp).ThenBy(agent => agent.Metadata.Uid, StringComparer.Ordinal).First();
}
