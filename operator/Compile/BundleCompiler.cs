using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Incremental;
using AiGateway.Operator.Compile.NetworkPolicies;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Compile;

/// <summary>
/// Inventory -> Compilation: the resources of each namespace first, then the pods against them. Pure: the same inventory, in whatever order,
/// gives the same compilation, and no inventory makes it fail.
/// </summary>
internal static class BundleCompiler
{
    /// <param name="inventory">Everything at one moment.</param>
    /// <param name="before">The compilation before, which makes this one cheap where little has changed since, and never another one; null for none.</param>
    public static Compilation Compile(Inventory inventory, Compilation? before = null)
    {
        var memory = before?.Memory;
        var parts = InventoryParts.Of(inventory, memory?.Namespaces.Parts);
        if (memory is not null && !parts.HasSameWorldAs(memory.Namespaces.Parts)) memory = null;
        var namespaces = NamespaceCompiler.Compile(parts, memory?.Namespaces);
        var selection = new PolicySelection(inventory, namespaces);
        var holds = new Holds(inventory);
        var agents = AgentSelector.Select(namespaces, selection, holds, memory);
        var reports = ReportCompiler.Compile(namespaces, agents, holds, memory);
        return new()
        {
            Agents = agents.All,
            NetworkPolicies = NetworkPolicyPlanner.Plan(inventory, namespaces.Rules),
            Budgets =
            [
                .. namespaces.Rules.Values.SelectMany(rules => rules.Budgets).OrderBy(budget => budget.Name, StringComparer.Ordinal).ThenBy(budget => budget.Source.Uid, StringComparer.Ordinal),
            ],
            Wishes = new WishReach(selection),
            Resources = ReportCompiler.Sort(reports),
            TokenRequests =
            [
                .. namespaces.Rules.Values.SelectMany(rules => rules.Providers.Select(provider => provider.TokenRequest).Concat(rules.Servers.Select(server => server.TokenRequest)))
                    .OfType<TokenRequest>()
                    .OrderBy(request => request.Key.Credential, StringComparer.Ordinal)
                    .ThenBy(request => request.Key.Kind, StringComparer.Ordinal),
            ],
            Memory = new(namespaces, agents, reports),
        };
    }
}
