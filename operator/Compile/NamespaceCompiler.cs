using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Guardrails;
using AiGateway.Operator.Compile.Limits;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Compile.Routes;
using AiGateway.Operator.Compile.Servers;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Compile;

/// <summary>
/// Compiles the resources of an inventory: first all credentials, which others may name across namespaces, and tool servers, then the routes, the guardrails, which may name routes, and the routes with them, then what each namespace makes of them.
/// Where an object stands twice, one of them counts, whatever their order.
/// </summary>
internal static class NamespaceCompiler
{
    public static FrozenDictionary<string, NamespaceRules> Compile(Inventory inventory)
    {
        var secrets = new SecretIndex(inventory.Secrets);
        var providers = Group(inventory.Credentials, credential => ProviderCompiler.Compile(credential, secrets, inventory.Tokens));
        var index = new ProviderIndex(providers.Values.SelectMany(group => group), inventory.Unreadable);
        var servers = Group(inventory.McpServers, server => ServerCompiler.Compile(server, secrets, inventory.Tokens));
        var sources = Group(inventory.Routes, route => route);
        var bare = sources.ToDictionary(group => group.Key, group => Compile(group.Value, index), StringComparer.Ordinal);
        var guardrails = Group(inventory.Guardrails, one => GuardrailCompiler.Compile(one, new() { Secrets = secrets, Providers = index, Routes = Of(bare, one.Metadata.Namespace) }));
        var guards = new GuardrailIndex(guardrails.Values.SelectMany(group => group), inventory.Unreadable, index);
        var routes = bare.ToDictionary(group => group.Key, group => GuardedRoutes.Of(group.Value, guards), StringComparer.Ordinal);
        var shared = routes.Values.SelectMany(group => group)
            .SelectMany(route => route.Route.Spec.SharedWith.Where(user => user != route.Route.Metadata.Namespace), (route, user) => (Route: route, User: user))
            .ToLookup(pair => pair.User, pair => pair.Route, StringComparer.Ordinal);
        var policies = CompilePolicies(inventory, index, new(servers.Values.SelectMany(group => group), inventory.Unreadable), guards);
        var budgets = CompileBudgets(inventory);
        return providers.Keys.Concat(servers.Keys).Concat(routes.Keys).Concat(guardrails.Keys).Concat(policies.Select(group => group.Key)).Concat(budgets.Select(group => group.Key)).Concat(inventory.Unreadable.Select(one => one.Metadata.Namespace))
            .Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(
                name => name,
                name => new NamespaceRules
                {
                    Policies = [.. policies[name]],
                    Routes = Of(routes, name),
                    Shared = SharedRoutes.For(name, Of(sources, name), shared[name], index),
                    Providers = Of(providers, name),
                    Servers = Of(servers, name),
                    Guardrails = Of(guardrails, name),
                    Budgets = [.. budgets[name]],
                    Name = name,
                    Index = index,
                    Guards = guards,
                },
                StringComparer.Ordinal);
    }

    private static ImmutableArray<CompiledRoute> Compile(ImmutableArray<ModelRoute> routes, ProviderIndex index)
    {
        var names = new RouteNames(routes);
        return [.. routes.Select(route => RouteCompiler.Compile(new() { Route = route, Names = names, Providers = index }))];
    }

    private static ILookup<string, CompiledPolicy> CompilePolicies(Inventory inventory, ProviderIndex index, ServerIndex servers, GuardrailIndex guards) =>
        Group(inventory.Policies, policy => AgentCompiler.Compile(new()
        {
            Policy = policy, Providers = index, Servers = servers, Guardrails = guards, OperatorNamespace = inventory.OperatorNamespace, NetworkPolicies = inventory.NetworkPolicies,
        })).Values
            .SelectMany(group => group)
            .Concat(inventory.Unreadable.Where(one => one.Kind == nameof(AgentPolicy)).Select(one => AgentCompiler.Compile(one, inventory.OperatorNamespace)))
            .OrderBy(policy => policy.Source.Name, StringComparer.Ordinal)
            .ThenBy(policy => policy.Source.Uid, StringComparer.Ordinal)
            .ToLookup(policy => policy.Source.Namespace, StringComparer.Ordinal);

    private static ILookup<string, CompiledBudget> CompileBudgets(Inventory inventory) =>
        Group(inventory.Budgets, budget => BudgetCompiler.Compile(budget, inventory.OperatorNamespace)).Values
            .SelectMany(group => group)
            .Concat(inventory.Unreadable.Where(one => one.Kind == nameof(Budget)).Select(one => BudgetCompiler.Compile(one, inventory.OperatorNamespace)))
            .OrderBy(budget => budget.Source.Name, StringComparer.Ordinal)
            .ThenBy(budget => budget.Source.Uid, StringComparer.Ordinal)
            .ToLookup(budget => budget.Source.Namespace, StringComparer.Ordinal);

    private static Dictionary<string, ImmutableArray<TTo>> Group<T, TTo>(ImmutableArray<T> objects, Func<T, TTo> compile)
        where T : KubernetesObject =>
        objects.GroupBy(one => one.Metadata.Namespace, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.OrderBy(one => one.Metadata.Name, StringComparer.Ordinal)
                    .ThenBy(one => one.Metadata.Uid, StringComparer.Ordinal)
                    .ThenByDescending(one => one.Metadata.Generation)
                    .DistinctBy(one => one.Metadata.Name)
                    .Select(compile)
                    .ToImmutableArray(),
                StringComparer.Ordinal);

    private static ImmutableArray<T> Of<T>(Dictionary<string, ImmutableArray<T>> groups, string name) =>
        groups.TryGetValue(name, out var group) ? group : [];
}
