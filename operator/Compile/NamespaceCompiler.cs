using AiGateway.Operator.Compile.Incremental;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile;

/// <summary>
/// Compiles the resources of an inventory: first all credentials, which others may name across namespaces, and tool servers, then the routes, the guardrails, which may name routes, and the routes with them, then what each namespace makes of them.
/// </summary>
internal static class NamespaceCompiler
{
    public static IReadOnlyDictionary<string, NamespaceRules> Compile(Inventory inventory) => Compile(InventoryParts.Of(inventory, null), null).Rules;

    /// <summary>The rules of all namespaces in which anything stands.</summary>
    /// <param name="parts">The inventory.</param>
    /// <param name="before">What was compiled before by the same world, of which is kept what is still so; null for nothing.</param>
    public static CompiledNamespaces Compile(InventoryParts parts, CompiledNamespaces? before)
    {
        var drafts = parts.WithRules().Select(name => new NamespaceDraft(name, parts, before)).ToList();
        foreach (var draft in drafts) draft.CompileAccounts();
        var isSame = drafts.Count == before?.Rules.Count && drafts.TrueForAll(draft => draft.HasSameProviders);
        var unreadable = drafts.SelectMany(draft => parts.Unreadable.Of(draft.Name));
        var index = isSame ? before!.Index : new(drafts.SelectMany(draft => draft.Providers), unreadable);
        foreach (var draft in drafts) draft.CompileRoutes(index);
        var guards = isSame && drafts.TrueForAll(draft => draft.HasSameGuardrails) ? before!.Guards : new(drafts.SelectMany(draft => draft.Guardrails), unreadable, index);
        foreach (var draft in drafts) draft.Guard(guards);
        var shared = drafts.Where(draft => parts.Exporting.Contains(draft.Name))
            .SelectMany(draft => draft.Routes)
            .SelectMany(route => route.Route.Spec.SharedWith.Where(user => user != route.Route.Metadata.Namespace), (route, user) => (Route: route, User: user))
            .ToLookup(pair => pair.User, pair => pair.Route, StringComparer.Ordinal);
        return new()
        {
            Parts = parts,
            Rules = drafts.ToDictionary(draft => draft.Name, draft => draft.Finish(index, guards, shared[draft.Name]), StringComparer.Ordinal),
            Index = index,
            Guards = guards,
        };
    }
}
