using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Compile.Routes;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile;

/// <summary>Compiles the resources of an inventory, namespace by namespace. Where an object stands twice, one of them counts, whatever their order.</summary>
internal static class NamespaceCompiler
{
    public static FrozenDictionary<string, NamespaceRules> Compile(Inventory inventory)
    {
        var secrets = new SecretIndex(inventory.Secrets);
        var credentials = Group(inventory.Credentials);
        var routes = Group(inventory.Routes);
        var policies = Group(inventory.Policies);
        var unreadable = inventory.Unreadable.ToLookup(one => one.Metadata.Namespace, StringComparer.Ordinal);
        return credentials.Keys.Concat(routes.Keys).Concat(policies.Keys).Concat(unreadable.Select(group => group.Key))
            .Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(
                name => name,
                name =>
                {
                    var providers = Of(credentials, name).Select(credential => ProviderCompiler.Compile(credential, secrets, inventory.Tokens));
                    return Compile(Of(policies, name), Of(routes, name), [.. providers], [.. unreadable[name]]);
                },
                StringComparer.Ordinal);
    }

    private static NamespaceRules Compile(
        ImmutableArray<AgentPolicy> policies, ImmutableArray<ModelRoute> routes, ImmutableArray<CompiledProvider> providers, ImmutableArray<UnreadableObject> unreadable)
    {
        var names = new RouteNames(routes);
        var byName = providers.ToFrozenDictionary(provider => provider.Credential.Metadata.Name, StringComparer.Ordinal);
        ImmutableArray<string> unreadableCredentials = [.. unreadable.Where(one => one.Kind == nameof(ProviderCredential)).Select(one => one.Metadata.Name)];
        return new()
        {
            Policies = CompilePolicies(policies, unreadable),
            Routes =
            [
                .. routes.Select(route => RouteCompiler.Compile(
                    new() { Route = route, Names = names, Providers = byName, UnreadableCredentials = unreadableCredentials })),
            ],
            Providers = byName,
        };
    }

    private static ImmutableArray<CompiledPolicy> CompilePolicies(ImmutableArray<AgentPolicy> policies, ImmutableArray<UnreadableObject> unreadable) =>
    [
        .. policies.Select(AgentCompiler.Compile)
            .Concat(unreadable.Where(one => one.Kind == nameof(AgentPolicy)).Select(AgentCompiler.Compile))
            .OrderBy(policy => policy.Source.Name, StringComparer.Ordinal)
            .ThenBy(policy => policy.Source.Uid, StringComparer.Ordinal),
    ];

    private static Dictionary<string, ImmutableArray<T>> Group<T>(ImmutableArray<T> objects)
        where T : KubernetesObject =>
        objects.GroupBy(one => one.Metadata.Namespace, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.OrderBy(one => one.Metadata.Name, StringComparer.Ordinal)
                    .ThenBy(one => one.Metadata.Uid, StringComparer.Ordinal)
                    .ThenByDescending(one => one.Metadata.Generation)
                    .DistinctBy(one => one.Metadata.Name)
                    .ToImmutableArray(),
                StringComparer.Ordinal);

    private static ImmutableArray<T> Of<T>(Dictionary<string, ImmutableArray<T>> groups, string name) =>
        groups.TryGetValue(name, out var group) ? group : [];
}
