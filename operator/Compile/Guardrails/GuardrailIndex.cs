using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Guardrails;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>
/// The guardrails of all namespaces. Policies and routes name those of their own, so that a ceiling's, and a shared route's, come along to agents of other namespaces with all that they
/// ask: their own namespace's accounts, and those of a third namespace that are shared with the agent's too.
/// </summary>
internal sealed class GuardrailIndex(IEnumerable<CompiledGuardrail> guardrails, IEnumerable<UnreadableObject> unreadable, ProviderIndex providers)
{
    private readonly FrozenDictionary<string, CompiledGuardrail> _guardrails = guardrails.ToFrozenDictionary(guardrail => guardrail.Name, StringComparer.Ordinal);

    private readonly FrozenSet<string> _unreadable =
        unreadable.Where(one => one.Kind == nameof(Guardrail)).Select(one => $"{one.Metadata.Namespace}/{one.Metadata.Name}").ToFrozenSet(StringComparer.Ordinal);

    /// <summary>By <see cref="Contracts.Guardrails.GuardrailRule.Guardrail"/>; only of those that are usable.</summary>
    public CompiledGuardrail Of(string name) => _guardrails[name];

    /// <summary>What is wrong with the guardrails that a resource names in <c>spec.guardrails</c>.</summary>
    public IEnumerable<Diagnostic> Check(string @namespace, ImmutableArray<string> names) =>
        names.Select((name, index) => Check(@namespace, name, $"spec.guardrails[{index}]")).OfType<Diagnostic>();

    /// <summary>The names as bundles have them; null for none.</summary>
    public static ImmutableArray<string>? NamesOf(string @namespace, ImmutableArray<string> names) =>
        names.IsEmpty ? null : [.. names.Distinct(StringComparer.Ordinal).Select(name => $"{@namespace}/{name}")];

    /// <summary>Why agents of a namespace cannot be guarded so; null where they can.</summary>
    public string? FindObstacle(ImmutableArray<string>? names, string user)
    {
        foreach (var name in names ?? [])
        {
            var home = Of(name).Guardrail.Metadata.Namespace;
            if (Of(name).Providers.FirstOrDefault(provider => !provider.StartsWith($"{home}/", StringComparison.Ordinal) && !providers.IsOpenTo(provider, user)) is { } closed)
                return $"Guardrail {name} asks ProviderCredential {closed}, which is not shared with namespace {user}";
        }

        return null;
    }

    private Diagnostic? Check(string @namespace, string name, string field)
    {
        var full = $"{@namespace}/{name}";
        var found = _guardrails.GetValueOrDefault(full);
        if (found is { Rule: not null }) return null;
        return found is not null || _unreadable.Contains(full)
            ? Diagnostic.NotResolved(Reasons.GuardrailNotUsable, field, $"Guardrail \"{name}\" is not usable ({found?.Diagnostics[0].Reason ?? Reasons.Unreadable}): its own conditions say what to do")
            : Diagnostic.NotResolved(Reasons.GuardrailNotFound, field, $"Guardrail \"{name}\" does not exist in namespace \"{@namespace}\": create it, or name another");
    }
}
