using System.Collections.Immutable;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>
/// Finds what holds an agent: the Agents for its workload, whatever they are called and whoever made them, and its namespace's annotation. Of several, each counts. An Agent that cannot be read holds all that
/// it may have been for: what it says is not known.
/// </summary>
internal sealed class Holds
{
    private readonly ILookup<(string Namespace, string Kind, string Name), Agent> _agents;
    private readonly ILookup<string, UnreadableObject> _unreadable;
    private readonly Dictionary<string, Namespace> _namespaces;

    /// <summary>The namespaces in which something holds agents.</summary>
    private readonly HashSet<string> _spaces;

    public Holds(Inventory inventory)
    {
        var unreadable = inventory.Unreadable.Where(one => one.Kind == nameof(Agent)).ToList();
        _agents = inventory.Agents.Concat(unreadable.Where(one => one.Agent is not null).Select(one => new Agent { Metadata = one.Metadata, Spec = one.Agent! }))
            .Where(agent => Holding(agent.Spec))
            .OrderBy(agent => agent.Metadata.Name, StringComparer.Ordinal)
            .ThenBy(agent => agent.Metadata.Uid, StringComparer.Ordinal)
            .ToLookup(agent => (agent.Metadata.Namespace, agent.Spec.Workload.Kind, agent.Spec.Workload.Name));
        _unreadable = unreadable.Where(one => one.Agent is null).OrderBy(one => one.Metadata.Name, StringComparer.Ordinal).ToLookup(one => one.Metadata.Namespace, StringComparer.Ordinal);
        _namespaces = inventory.Namespaces.Where(IsSuspended)
            .OrderBy(one => one.Metadata.Uid, StringComparer.Ordinal)
            .DistinctBy(one => one.Metadata.Name)
            .ToDictionary(one => one.Metadata.Name, StringComparer.Ordinal);
        _spaces = _agents.Select(agents => agents.Key.Namespace).Concat(_unreadable.Select(objects => objects.Key)).Concat(_namespaces.Keys).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What holds a pod: by its workload, by the controller that its owner reference names, or by itself.</summary>
    public Hold? Of(Pod pod, AgentIdentity identity)
    {
        var space = pod.Metadata.Namespace;
        if (!_spaces.Contains(space)) return null;
        IEnumerable<(string Kind, string Name)> names = [(identity.WorkloadKind, identity.WorkloadName), (nameof(Pod), pod.Metadata.Name)];
        if (pod.Metadata.OwnerReferences.FirstOrDefault(owner => owner.Controller == true) is { } owner) names = names.Append((owner.Kind, owner.Name));
        return Of(space, [.. names.Distinct()]);
    }

    /// <summary>What holds a workload, whether it has pods or not.</summary>
    public Hold? Of(string space, params ReadOnlySpan<(string Kind, string Name)> workloads)
    {
        var agents = new List<Agent>();
        foreach (var (kind, name) in workloads) agents.AddRange(_agents[(space, kind, name)]);
        UnreadableObject? unreadable = null;
        foreach (var one in _unreadable[space])
        {
            if (one.Workload is not { } known || workloads.Contains((known.Kind, known.Name))) unreadable ??= one;
        }

        var suspended = _namespaces.GetValueOrDefault(space);
        return agents.Count == 0 && unreadable is null && suspended is null ? null : Assemble(agents, unreadable, suspended);
    }

    private static Hold Assemble(List<Agent> agents, UnreadableObject? unreadable, Namespace? suspended)
    {
        var by = agents.Find(agent => agent.Spec.Suspended);
        var levels = agents.Where(agent => agent.Spec.Quarantine != Quarantine.None).ToList();
        return new()
        {
            Rule = new()
            {
                SuspendedBy = by is not null ? Describe(nameof(Agent), by.Metadata) : unreadable is not null ? Describe(nameof(Agent), unreadable.Metadata) : suspended is null ? null : $"{nameof(Namespace)} {suspended.Metadata.Name}",
                Quarantine = levels.Select(agent => agent.Spec.Quarantine).Aggregate(Quarantine.None, Join),
                QuarantinedBy = levels.Count == 0 ? null : Describe(nameof(Agent), levels[0].Metadata),
                Reason = by is not null ? OneLine(by.Spec.Reason)
                    : unreadable is not null ? OneLine($"the Agent cannot be read: {unreadable.Field}: {unreadable.Message}")
                    : OneLine(suspended?.Metadata.Annotations.GetValueOrDefault(Group.SuspendedReasonAnnotation) ?? levels.FirstOrDefault()?.Spec.Reason),
            },
            Sources = [.. agents.Select(Sources.Of), .. unreadable is null ? [] : new[] { Sources.Of(unreadable) }, .. suspended is null ? [] : new[] { Sources.Of(suspended) }],
        };
    }

    /// <summary>The level that closes what both close.</summary>
    private static Quarantine Join(Quarantine left, Quarantine right)
    {
        if (left == right || right == Quarantine.None) return left;
        if (left == Quarantine.None) return right;
        return left is Quarantine.ListedToolsOnly or Quarantine.NoTools && right is Quarantine.ListedToolsOnly or Quarantine.NoTools ? Quarantine.NoTools : Quarantine.All;
    }

    private static bool Holding(AgentSpec spec) => spec.Suspended || spec.Quarantine != Quarantine.None;

    /// <summary>Any value but false: who writes "yes" means it.</summary>
    private static bool IsSuspended(Namespace one) => one.Metadata.Annotations.TryGetValue(Group.SuspendedAnnotation, out var value) && !value.Equals("false", StringComparison.OrdinalIgnoreCase);

    private static string Describe(string kind, ObjectMeta metadata) => $"{kind} {metadata.Namespace}/{metadata.Name}";

    /// <summary>An annotation may have anything; what goes into answers and logs is one line, and short.</summary>
    private static string? OneLine(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var line = new StringBuilder(Math.Min(text.Length, MostReason));
        foreach (var rune in text.EnumerateRunes().Take(MostReason))
            line.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? " " : rune.ToString());
        return line.ToString().Trim();
    }

    private const int MostReason = 256;
}
