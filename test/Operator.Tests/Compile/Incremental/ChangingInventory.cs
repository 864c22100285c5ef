using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Tests.Compile.Guardrails;

namespace AiGateway.Operator.Tests.Compile.Incremental;

/// <summary>
/// Inventories that follow one another as turns see them: all that did not change is the very object that it was. Four namespaces, one of them the platform's, of which most share nothing with others.
/// </summary>
internal sealed class ChangingInventory(int seed)
{
    private static readonly string[] Spaces = ["a", "b", "c", "d"];

    private readonly Random _random = new(seed);
    private int _made;

    public Inventory Make() => Spread(new GuardedInventory(_random.Next()).Make());

    /// <summary>One to three changes later.</summary>
    public Inventory After(Inventory before)
    {
        for (var changes = _random.Next(1, 4); changes > 0; changes--) before = Change(before, Make());
        return before;
    }

    private Inventory Change(Inventory now, Inventory from) => _random.Next(12) switch
    {
        0 => now with { Credentials = Change(now.Credentials, from.Credentials) },
        1 => now with { Routes = Change(now.Routes, from.Routes) },
        2 => now with { Policies = Change(now.Policies, from.Policies) },
        3 => now with { McpServers = Change(now.McpServers, from.McpServers) },
        4 => now with { Guardrails = Change(now.Guardrails, from.Guardrails) },
        5 => now with { Budgets = Change(now.Budgets, from.Budgets) },
        6 => now with { Secrets = Change(now.Secrets, from.Secrets) },
        7 => now with { Unreadable = Change(now.Unreadable, from.Unreadable) },
        8 => now with { Namespaces = Change(now.Namespaces, from.Namespaces) },
        9 => now with { Agents = Change(now.Agents, from.Agents) },
        10 when _random.Next(4) == 0 => now with { SidecarsAreInjected = !now.SidecarsAreInjected },
        _ => now with { Pods = Change(now.Pods, from.Pods) },
    };

    /// <summary>One object goes, comes, or becomes another.</summary>
    private ImmutableArray<T> Change<T>(ImmutableArray<T> now, ImmutableArray<T> from)
    {
        if (!now.IsEmpty && _random.Next(2) == 0) now = now.RemoveAt(_random.Next(now.Length));
        return from.IsEmpty || _random.Next(4) == 0 ? now : now.Insert(_random.Next(now.Length + 1), from[_random.Next(from.Length)]);
    }

    private Inventory Spread(Inventory inventory) => inventory with
    {
        Credentials = Spread(inventory.Credentials, one => one with { Metadata = Move(one.Metadata), Spec = one.Spec with { SharedWith = Share(one.Spec.SharedWith) } }),
        Routes = Spread(inventory.Routes, one => one with { Metadata = Move(one.Metadata), Spec = one.Spec with { SharedWith = Share(one.Spec.SharedWith) } }),
        Policies = Spread(inventory.Policies, one => one with { Metadata = Move(one.Metadata) }),
        McpServers = Spread(inventory.McpServers, one => one with { Metadata = Move(one.Metadata) }),
        Guardrails = Spread(inventory.Guardrails, one => one with { Metadata = Move(one.Metadata) }),
        Budgets = Spread(inventory.Budgets, one => one with { Metadata = Move(one.Metadata) }),
        Secrets = Spread(inventory.Secrets, one => one with { Metadata = Move(one.Metadata) }),
        Unreadable = Spread(inventory.Unreadable, one => one with { Metadata = Move(one.Metadata), Kind = _random.Next(4) == 0 ? nameof(Agent) : one.Kind }),
        Pods = Spread(inventory.Pods, one => one with { Metadata = Move(one.Metadata) with { Uid = _random.Next(8) == 0 ? one.Metadata.Uid : $"pod-{_made}" } }),
        Namespaces = [.. Spaces.Where(_ => _random.Next(2) == 0).Select(Space)],
        Agents = [.. inventory.Pods.Where(_ => _random.Next(3) == 0).Select(pod => Agent(pod.Metadata.Name))],
    };

    private static ImmutableArray<T> Spread<T>(ImmutableArray<T> objects, Func<T, T> move) => [.. objects.Select(move)];

    private ObjectMeta Move(ObjectMeta metadata) => metadata with { Namespace = Space(), Uid = $"{metadata.Uid}-{_made++}" };

    private ImmutableArray<string> Share(ImmutableArray<string> with) => _random.Next(8) == 0 ? [.. with, Space()] : [];

    private Namespace Space(string name) => new()
    {
        Metadata = new()
        {
            Name = name,
            Uid = $"ns-{_made++}",
            Labels = ImmutableDictionary<string, string>.Empty.Add("tier", _random.Next(2) == 0 ? "x" : "y"),
            Annotations = _random.Next(6) == 0 ? ImmutableDictionary<string, string>.Empty.Add(Group.SuspendedAnnotation, "true") : ImmutableDictionary<string, string>.Empty,
        },
    };

    private Agent Agent(string pod) => new()
    {
        Metadata = new() { Name = pod, Namespace = Space(), Uid = $"agent-{_made++}", Generation = 1 },
        Spec = new() { Workload = new() { Kind = nameof(Pod), Name = pod }, Suspended = _random.Next(4) == 0, Quarantine = (Quarantine)_random.Next(5) },
    };

    private string Space() => Spaces[_random.Next(Spaces.Length)];
}
