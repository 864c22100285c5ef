using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Compile;

/// <summary>
/// Finds the policies of each pod and gives it its rules. Pods that the same policies select share one <see cref="CompiledRules"/>; nothing is
/// serialised for a single pod.
/// </summary>
internal static class AgentSelector
{
    /// <summary>What a line may have, less room for the head of a bundle.</summary>
    private const int MaxRulesBytes = Protocol.MaxLineBytes - (64 * 1024);

    public static FrozenDictionary<string, AgentBundle> Select(ImmutableArray<Pod> pods, FrozenDictionary<string, NamespaceRules> namespaces)
    {
        var agents = new Dictionary<string, AgentBundle>(pods.Length, StringComparer.Ordinal);
        var shared = new Dictionary<string, CompiledRules>(StringComparer.Ordinal);
        foreach (var group in pods.Where(IsRunning).GroupBy(pod => pod.Metadata.Namespace, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            Select(group, namespaces.GetValueOrDefault(group.Key) ?? new NamespaceRules(), shared, agents);
        return agents.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Select(IEnumerable<Pod> pods, NamespaceRules rules, Dictionary<string, CompiledRules> shared, Dictionary<string, AgentBundle> agents)
    {
        var bySelection = new Dictionary<string, CompiledRules>(StringComparer.Ordinal);
        foreach (var pod in pods.OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal))
        {
            var selected = rules.Policies.Where(policy => policy.Selector.Matches(pod.Metadata.Labels)).ToImmutableArray();
            var selection = string.Join('\n', selected.Select(policy => policy.Source.Uid + policy.Source.Name));
            if (!bySelection.TryGetValue(selection, out var compiled))
                bySelection.Add(selection, compiled = Share(Bound(CompiledRules.From(rules.For(selected))), shared));
            agents.TryAdd(pod.Metadata.Uid, new() { Agent = WorkloadIdentity.Of(pod), Pod = pod, Rules = compiled });
        }
    }

    /// <summary>Rules that no sidecar would read become a denial that says so, instead of a stream that breaks for ever.</summary>
    private static CompiledRules Bound(CompiledRules compiled)
    {
        if (compiled.Bytes.Length <= MaxRulesBytes) return compiled;
        var unfit = $"the rules of this agent take {compiled.Bytes.Length} bytes, more than {MaxRulesBytes}: let its policies reach fewer routes and names";
        var policies = compiled.Rules.Agent.Policies.Select(policy => policy with { Unfit = unfit, AllowModels = [], DenyModels = [] });
        return CompiledRules.From(new() { Sources = compiled.Rules.Sources, Agent = new() { Policies = [.. policies] }, Routes = [], Providers = [] });
    }

    private static CompiledRules Share(CompiledRules rules, Dictionary<string, CompiledRules> shared) =>
        shared.TryAdd(rules.Revision, rules) ? rules : shared[rules.Revision];

    /// <summary>A pod that is being deleted still calls until it has ended, so what is tightened must still reach it.</summary>
    private static bool IsRunning(Pod pod) => pod.Status.Phase is not ("Succeeded" or "Failed");
}
