using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.NetworkPolicies;

/// <summary>
/// AgentPolicies -> the NetworkPolicies that they ask for. NetworkPolicies block what none of them allows, also where another AgentPolicy allows it to the same pods: so each says what
/// every enforcing policy of its namespace allows that may select one of its pods. It may say more than the sidecars let through, never less.
/// </summary>
internal static class NetworkPolicyPlanner
{
    private const string Field = "spec.egress.networkPolicy";

    /// <summary>Ordered by namespace and name.</summary>
    public static ImmutableArray<NetworkPolicyPlan> Plan(Inventory inventory, IReadOnlyDictionary<string, NamespaceRules> namespaces) =>
    [
        .. namespaces.Values.Where(rules => rules.Policies.Any(IsKept))
            .SelectMany(rules => Plan(rules, inventory.OperatorNamespace))
            .OrderBy(plan => plan.Policy.Namespace, StringComparer.Ordinal)
            .ThenBy(plan => plan.Policy.Name, StringComparer.Ordinal)
            .ThenBy(plan => plan.Policy.Uid, StringComparer.Ordinal),
    ];

    private static IEnumerable<NetworkPolicyPlan> Plan(NamespaceRules rules, string operatorNamespace)
    {
        var allowing = rules.Policies.Where(policy => policy is { Namespaces: null, Rule.Mode: PolicyMode.Enforce })
            .Select(policy => (policy.Selector, Places: PlacesOf(policy.Rule), Ports: PortsOf(policy.Rule).Concat(PortsReached(rules, policy)).ToList()))
            .ToList();
        foreach (var policy in rules.Policies.Where(IsKept))
        {
            var beside = allowing.Where(other => MayMeet(other.Selector, policy.Selector)).ToList();
            var networks = beside.SelectMany(other => other.Places).Where(place => place.Network is not null);
            yield return new()
            {
                Policy = policy.Source,
                IsKnown = !IsUnreadable(policy),
                Selector = policy.Selector,
                Networks = [.. networks.DistinctBy(place => $"{place}").OrderBy(place => $"{place}", StringComparer.Ordinal).Select(place => (place.Network!.Value, PortRange.Of(place).Single()))],
                OpenPorts = [.. beside.SelectMany(other => other.Ports).Distinct().OrderBy(range => range.First).ThenBy(range => range.Last)],
                OperatorNamespace = operatorNamespace,
            };
        }
    }

    /// <summary>One that could not be read may have asked for it: what stands is not taken away for a mistake.</summary>
    private static bool IsKept(CompiledPolicy policy) => policy.Namespaces is null
        && (IsUnreadable(policy) || (policy.Egress?.NetworkPolicy == NetworkPolicyMode.Generate && !policy.Diagnostics.Any(found => found is { Condition: "Accepted", Field: Field })));

    private static bool IsUnreadable(CompiledPolicy policy) => policy.Diagnostics.Any(found => found.Reason == Reasons.Unreadable);

    /// <summary>Whether a pod can be selected by both, as far as labels that must have a value tell.</summary>
    private static bool MayMeet(LabelSelector left, LabelSelector right) =>
        left.MatchLabels.All(pair => !right.MatchLabels.TryGetValue(pair.Key, out var value) || value == pair.Value);

    private static List<EgressTarget> PlacesOf(PolicyRule rule) =>
        [.. (rule.Egress?.Allow ?? []).Select(text => EgressTarget.TryParse(text, out var place, out _) ? place : null).OfType<EgressTarget>()];

    private static IEnumerable<PortRange> PortsOf(PolicyRule rule) =>
        PlacesOf(rule).Where(place => place.Host is not null).SelectMany(PortRange.Of).Concat(rule.Egress?.Intercept is null ? [] : [new PortRange(443, 443)]);

    /// <summary>The ports of the models and tool servers that the policy by itself leads to: what another one denies may be denied to other pods.</summary>
    private static IEnumerable<PortRange> PortsReached(NamespaceRules rules, CompiledPolicy policy)
    {
        var reached = rules.For([policy], []);
        return reached.Providers.Concat((reached.McpServers ?? []).Select(server => server.Account))
            .Select(account => new Uri(account.BaseUrl).Port)
            .Distinct()
            .Select(port => new PortRange(port, port));
    }
}
