using AiGateway.Operator.Compile.Agents;
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
    public static Compilation Compile(Inventory inventory)
    {
        var namespaces = NamespaceCompiler.Compile(inventory);
        var selection = new PolicySelection(inventory, namespaces);
        var agents = AgentSelector.Select(inventory, selection);
        return new()
        {
            Agents = agents,
            NetworkPolicies = NetworkPolicyPlanner.Plan(inventory, namespaces),
            Budgets =
            [
                .. namespaces.Values.SelectMany(rules => rules.Budgets).OrderBy(budget => budget.Name, StringComparer.Ordinal).ThenBy(budget => budget.Source.Uid, StringComparer.Ordinal),
            ],
            Wishes = new WishReach(selection),
            Resources = [.. ReportCompiler.Compile(namespaces, inventory.Unreadable, agents.Values), .. HeldAgents.Report(inventory, agents.Values)],
            TokenRequests =
            [
                .. namespaces.Values.SelectMany(rules => rules.Providers.Select(provider => provider.TokenRequest).Concat(rules.Servers.Select(server => server.TokenRequest)))
                    .OfType<TokenRequest>()
                    .OrderBy(request => request.Key.Credential, StringComparer.Ordinal)
                    .ThenBy(request => request.Key.Kind, StringComparer.Ordinal),
            ],
        };
    }
}
