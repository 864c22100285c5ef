using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Suggestions;

/// <summary>Agents and policies of one namespace, as the API has them -> what a suggestion is made of.</summary>
internal static class AgentRecords
{
    private const int MostUses = 256;

    /// <exception cref="SuggestionException">There is no such Agent.</exception>
    public static SuggestionInput Read(ObjectKey key, IReadOnlyCollection<Agent> agents, IReadOnlyCollection<AgentPolicy> policies)
    {
        var agent = agents.FirstOrDefault(agent => agent.Metadata.Namespace == key.Namespace && agent.Metadata.Name == key.Name)
            ?? throw new SuggestionException($"there is no Agent {key.Namespace}/{key.Name}: kubectl get agents shows those that there are");
        var names = NamesOf(agent);
        return new()
        {
            Namespace = key.Namespace,
            Agent = key.Name,
            Things = [.. (agent.Status?.Used ?? []).Select(use => new UsedThing { Kind = use.Kind, Name = use.Name, Used = use.Used, Denied = use.Denied, At = use.At })],
            IsFull = agent.Status?.Used.Length >= MostUses,
            Policies =
            [
                .. policies.Where(policy => policy.Spec.NamespaceSelector is null && names.Contains($"{policy.Metadata.Namespace}/{policy.Metadata.Name}"))
                    .OrderBy(policy => policy.Metadata.Name, StringComparer.Ordinal),
            ],
            Shared =
            [
                .. agents.Where(other => other != agent && other.Metadata.Namespace == key.Namespace && other.Spec.Workload != agent.Spec.Workload)
                    .SelectMany(other => NamesOf(other)).Intersect(names).Select(name => name[(key.Namespace.Length + 1)..]),
            ],
        };
    }

    private static ImmutableArray<string> NamesOf(Agent agent) =>
        [.. (agent.Status?.Policies ?? []).Where(name => name.StartsWith(agent.Metadata.Namespace + "/", StringComparison.Ordinal))];
}
