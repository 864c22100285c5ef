using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Incremental;
using AiGateway.Operator.Compile.Limits;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile;

/// <summary>
/// Gives each pod the rules of the policies and Budgets that select it. Equal rules are one <see cref="CompiledRules"/>; nothing is serialised for a single pod.
/// </summary>
internal static class AgentSelector
{
    /// <summary>What a line may have, less room for the head of a bundle.</summary>
    private const int MaxRulesBytes = Protocol.MaxLineBytes - (64 * 1024);

    /// <param name="namespaces">The rules of all namespaces, and the inventory.</param>
    /// <param name="selection">Whom which policies and Budgets are for.</param>
    /// <param name="holds">What holds pods.</param>
    /// <param name="before">What is kept of the compilation before; null for nothing.</param>
    public static SelectedAgents Select(CompiledNamespaces namespaces, PolicySelection selection, Holds holds, CompileMemory? before)
    {
        var shared = new Dictionary<string, CompiledRules>(StringComparer.Ordinal);
        var parts = namespaces.Parts;
        var names = parts.Pods.Namespaces.Order(StringComparer.Ordinal).Select(selection.RulesOf).Select(rules => (Rules: rules, Old: Keep(rules, before))).ToList();
        foreach (var found in names.SelectMany(one => one.Old?.BySelection.Values ?? [])) shared.TryAdd(found.Rules.Revision, found.Rules);
        var all = new Dictionary<string, AgentBundle>(before?.Agents.All.Count ?? 0, StringComparer.Ordinal);
        var groups = new Dictionary<string, NamespaceAgents>(names.Count, StringComparer.Ordinal);
        foreach (var (rules, old) in names)
        {
            var agents = old is not null && parts.HasSamePodsAs(before!.Namespaces.Parts, rules.Name)
                ? old with { Rules = rules }
                : new NamespaceSelection(rules, selection, old?.BySelection, one => Share(Compile(one), shared))
                    .Select(parts.Pods.Of(rules.Name).Where(IsRunning), pod => !parts.SidecarsAreInjected || HasSidecar(pod), holds);
            groups.Add(rules.Name, agents with { Counted = Count(agents.Agents, all) });
        }

        return new() { Namespaces = groups, All = all };
    }

    /// <summary>What was found of a namespace before, where it offers the same.</summary>
    private static NamespaceAgents? Keep(NamespaceRules rules, CompileMemory? before) =>
        before?.Agents.Namespaces.GetValueOrDefault(rules.Name) is { } old && rules.HasSameContentAs(old.Rules) ? old : null;

    /// <summary>Those whose uid is not there yet; of two that have it, one counts.</summary>
    private static ImmutableArray<AgentBundle> Count(ImmutableArray<AgentBundle> agents, Dictionary<string, AgentBundle> all)
    {
        var counted = 0;
        foreach (var agent in agents) counted += all.TryAdd(agent.Agent.PodUid, agent) ? 1 : 0;
        return counted == agents.Length ? agents : agents.RemoveAll(agent => !ReferenceEquals(all[agent.Agent.PodUid], agent));
    }

    private static CompiledRules Compile(PodSelection one) =>
        one.IsCarrier ? Compile(one.Rules, one.Policies, one.Budgets, one.Hold) : Withhold(one.Rules.For(one.Policies, one.Budgets, one.Hold));

    /// <summary>The rules of an agent that these policies and Budgets select, small enough to be sent.</summary>
    public static CompiledRules Compile(NamespaceRules rules, ImmutableArray<CompiledPolicy> selected, ImmutableArray<CompiledBudget> budgets, Hold? hold = null) =>
        Bound(CompiledRules.From(rules.For(selected, budgets, hold)));

    /// <summary>
    /// A pod that nobody injected may hold a token of our audience all the same, and who may create pods need not be allowed to read keys: it gets none.
    /// </summary>
    private static CompiledRules Withhold(BundleRules rules) => CompiledRules.From(Deny(rules, "this pod has no sidecar: opt in, and create it anew"));

    private static bool HasSidecar(Pod pod) => pod.Spec.Containers.Any(IsSidecar) || pod.Spec.InitContainers.Any(IsSidecar);

    private static bool IsSidecar(PodContainer container) => container.Name == Group.SidecarContainer;

    /// <summary>Rules that no sidecar would read become a denial that says so, instead of a stream that breaks for ever.</summary>
    private static CompiledRules Bound(CompiledRules compiled) => compiled.Bytes.Length <= MaxRulesBytes
        ? compiled
        : CompiledRules.From(Deny(
            compiled.Rules, $"the rules of this agent take {compiled.Bytes.Length} bytes, more than {MaxRulesBytes}: let its policies reach fewer routes and names"));

    private static BundleRules Deny(BundleRules rules, string unfit) => new()
    {
        Sources = rules.Sources,
        Agent = rules.Agent with { Policies = [.. rules.Agent.Policies.Select(policy => new PolicyRule { Policy = policy.Policy, Mode = policy.Mode, Suspended = policy.Suspended, Unfit = unfit, AllowModels = [], DenyModels = [], Ceiling = policy.Ceiling })] },
        Routes = [],
        Providers = [],
    };

    private static CompiledRules Share(CompiledRules rules, Dictionary<string, CompiledRules> shared) =>
        shared.TryAdd(rules.Revision, rules) ? rules : shared[rules.Revision];

    /// <summary>A pod that is being deleted still calls until it has ended, so what is tightened must still reach it.</summary>
    private static bool IsRunning(Pod pod) => pod.Status.Phase is not ("Succeeded" or "Failed");
}
