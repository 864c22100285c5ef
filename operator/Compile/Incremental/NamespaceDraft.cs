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

namespace AiGateway.Operator.Compile.Incremental;

/// <summary>
/// One namespace while it is compiled, step by step, since the steps of all namespaces go together: a step whose input is the same gives what it gave before.
/// Where an object stands twice, one of them counts, whatever their order.
/// </summary>
/// <param name="name">The namespace.</param>
/// <param name="parts">The inventory.</param>
/// <param name="before">What was compiled before, by the same world; null for nothing.</param>
internal sealed class NamespaceDraft(string name, InventoryParts parts, CompiledNamespaces? before)
{
    private readonly InventoryParts? _was = before?.Parts;
    private readonly NamespaceRules? _old = before?.Rules.GetValueOrDefault(name);

    public string Name => name;

    public bool HasSameUnreadable => _old is not null && parts.Unreadable.Of(name) == _was!.Unreadable.Of(name);

    public bool HasSameProviders => _old is not null && Providers == _old.Providers && HasSameUnreadable;

    public bool HasSameGuardrails => _old is not null && Guardrails == _old.Guardrails;

    public ImmutableArray<CompiledProvider> Providers { get; private set; } = [];

    public ImmutableArray<CompiledServer> Servers { get; private set; } = [];

    public ImmutableArray<CompiledGuardrail> Guardrails { get; private set; } = [];

    /// <summary>First without the guardrails that they name, then with them.</summary>
    public ImmutableArray<CompiledRoute> Routes { get; private set; } = [];

    /// <summary>The credentials and the tool servers.</summary>
    public void CompileAccounts()
    {
        var sameSecrets = _old is not null && parts.Secrets.Of(name) == _was!.Secrets.Of(name);
        var secrets = sameSecrets && Same(part => part.Credentials) && Same(part => part.Servers) ? null : new SecretIndex(parts.Secrets.Of(name));
        Providers = sameSecrets && Same(part => part.Credentials) ? _old!.Providers : Each(parts.Credentials, credential => ProviderCompiler.Compile(credential, secrets!, parts.Tokens));
        Servers = sameSecrets && Same(part => part.Servers) ? _old!.Servers : Each(parts.Servers, server => ServerCompiler.Compile(server, secrets!, parts.Tokens));
    }

    /// <summary>The routes, and the guardrails, which may name them.</summary>
    public void CompileRoutes(ProviderIndex index)
    {
        if (HasSameProviders && Same(part => part.Routes) && Same(part => part.Guardrails) && Same(part => part.Secrets))
        {
            (Routes, Guardrails) = (_old!.Routes, _old.Guardrails);
            return;
        }

        var names = new RouteNames(Sort(parts.Routes.Of(name)));
        Routes = Each(parts.Routes, route => RouteCompiler.Compile(new() { Route = route, Names = names, Providers = index }));
        if (parts.Guardrails.Of(name).IsEmpty) return;
        var references = new GuardrailReferences { Secrets = new(parts.Secrets.Of(name)), Providers = index, Routes = Routes };
        Guardrails = Each(parts.Guardrails, one => GuardrailCompiler.Compile(one, references));
    }

    /// <summary>The routes are not let past the guardrails that they name.</summary>
    public void Guard(GuardrailIndex guards)
    {
        if (_old is null || Routes != _old.Routes) Routes = GuardedRoutes.Of(Routes, guards);
    }

    /// <summary>The whole; the very rules that there were where nothing is another.</summary>
    public NamespaceRules Finish(ProviderIndex index, GuardrailIndex guards, IEnumerable<CompiledRoute> shared)
    {
        var rules = new NamespaceRules
        {
            Policies = Same(part => part.Policies) && HasSameProviders && HasSameGuardrails && Servers == _old!.Servers ? _old.Policies : CompilePolicies(index, guards),
            Routes = Routes,
            Shared = HasSameProviders && Same(part => part.Routes) ? _old!.Shared : SharedRoutes.For(name, [.. Routes.Select(route => route.Route)], shared, index),
            Providers = Providers,
            Servers = Servers,
            Guardrails = Guardrails,
            Budgets = Same(part => part.Budgets) && HasSameUnreadable ? _old!.Budgets : CompileBudgets(),
            Name = name,
            Index = index,
            Guards = guards,
        };
        return _old is not null && rules.HasSameContentAs(_old) && ReferenceEquals(index, _old.Index) && ReferenceEquals(guards, _old.Guards) ? _old : rules;
    }

    private ImmutableArray<CompiledPolicy> CompilePolicies(ProviderIndex index, GuardrailIndex guards)
    {
        var servers = new ServerIndex(Servers, parts.Unreadable.Of(name));
        var readable = Each(parts.Policies, policy => AgentCompiler.Compile(new()
        {
            Policy = policy, Providers = index, Servers = servers, Guardrails = guards, OperatorNamespace = parts.OperatorNamespace, NetworkPolicies = parts.NetworkPolicies,
        }));
        return
        [
            .. readable.Concat(Unreadable(nameof(AgentPolicy)).Select(one => AgentCompiler.Compile(one, parts.OperatorNamespace)))
                .OrderBy(policy => policy.Source.Name, StringComparer.Ordinal)
                .ThenBy(policy => policy.Source.Uid, StringComparer.Ordinal),
        ];
    }

    private ImmutableArray<CompiledBudget> CompileBudgets() =>
    [
        .. Each(parts.Budgets, budget => BudgetCompiler.Compile(budget, parts.OperatorNamespace))
            .Concat(Unreadable(nameof(Budget)).Select(one => BudgetCompiler.Compile(one, parts.OperatorNamespace)))
            .OrderBy(budget => budget.Source.Name, StringComparer.Ordinal)
            .ThenBy(budget => budget.Source.Uid, StringComparer.Ordinal),
    ];

    private IEnumerable<UnreadableObject> Unreadable(string kind) => parts.Unreadable.Of(name).Where(one => one.Kind == kind);

    private bool Same<T>(Func<InventoryParts, Partition<T>> kind)
        where T : class =>
        _old is not null && kind(parts).Of(name) == kind(_was!).Of(name);

    private ImmutableArray<TTo> Each<T, TTo>(Partition<T> objects, Func<T, TTo> compile)
        where T : KubernetesObject =>
        objects.Of(name) is { IsEmpty: false } own ? [.. Sort(own).Select(compile)] : [];

    private static IEnumerable<T> Sort<T>(ImmutableArray<T> objects)
        where T : KubernetesObject =>
        objects.OrderBy(one => one.Metadata.Name, StringComparer.Ordinal)
            .ThenBy(one => one.Metadata.Uid, StringComparer.Ordinal)
            .ThenByDescending(one => one.Metadata.Generation)
            .DistinctBy(one => one.Metadata.Name);
}
