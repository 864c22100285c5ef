using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Limits;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile;

/// <summary>
/// Finds the policies and Budgets of each pod and gives it its rules. Pods that the same ones select share one <see cref="CompiledRules"/>; nothing is
/// serialised for a single pod.
/// </summary>
internal static class AgentSelector
{
    /// <summary>What a line may have, less room for the head of a bundle.</summary>
    private const int MaxRulesBytes = Protocol.MaxLineBytes - (64 * 1024);

    public static FrozenDictionary<string, AgentBundle> Select(Inventory inventory, PolicySelection selection)
    {
        var agents = new Dictionary<string, AgentBundle>(inventory.Pods.Length, StringComparer.Ordinal);
        var shared = new Dictionary<string, CompiledRules>(StringComparer.Ordinal);
        var holds = new Holds(inventory);
        foreach (var group in inventory.Pods.Where(IsRunning).GroupBy(pod => pod.Metadata.Namespace, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var rules = selection.RulesOf(group.Key);
            var (policies, budgets) = (selection.PoliciesOf(group.Key), selection.BudgetsOf(group.Key));
            var bySelection = new Dictionary<string, (CompiledRules Rules, WantedLevel Wanted)>(StringComparer.Ordinal);
            foreach (var pod in group.OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal))
            {
                var isCarrier = !inventory.SidecarsAreInjected || HasSidecar(pod);
                var selected = policies.Where(policy => policy.Selector.Matches(pod.Metadata.Labels)).ToImmutableArray();
                ImmutableArray<CompiledBudget> shares = [.. budgets.Where(budget => budget.Selector.Matches(pod.Metadata.Labels))];
                var identity = WorkloadIdentity.Of(pod);
                var hold = holds.Of(pod, identity);
                var key = isCarrier + hold?.Key + string.Join('\n', [.. selected.Select(policy => policy.Source.Uid + policy.Rule.Policy), "", .. shares.Select(budget => budget.Source.Uid + budget.Name)]);
                if (!bySelection.TryGetValue(key, out var compiled))
                    bySelection.Add(key, compiled = (Share(isCarrier ? Compile(rules, selected, shares, hold) : Withhold(rules.For(selected, shares, hold)), shared), WantedLevel.Of(selected)));
                agents.TryAdd(pod.Metadata.Uid, new() { Agent = identity, Pod = pod, Rules = compiled.Rules, Hold = hold, Wanted = compiled.Wanted });
            }
        }

        return agents.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The rules of an agent that these policies and Budgets select, small enough to be sent.</summary>
    public static CompiledRules Compile(NamespaceRules rules, ImmutableArray<CompiledPolicy> selected, ImmutableArray<CompiledBudget> budgets, Hold? hold = null) =>
        Bound(CompiledRules.From(rules.For(selected, budgets, hold)));

    /// <summary>
    /// A pod that nobody injected may hold a token of our audience all the same, and who may create pods need not be allowed to read keys: it gets none.
    /// </summary>
    private static CompiledRules Withhold(BundleRules rules) => CompiledRules.From(Deny(rules, "this pod has no sidecar: opt in, and create it anew"));

    private static bool HasSidecar(Pod pod) => pod.Spec.Containers.Concat(pod.Spec.InitContainers).Any(container => container.Name == Group.SidecarContainer);

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
