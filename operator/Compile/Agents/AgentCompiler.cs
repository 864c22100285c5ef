using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile.Guardrails;
using AiGateway.Operator.Compile.Limits;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>
/// AgentPolicy -> PolicyRule. A bad allow is left out, which denies; a policy whose denials or selection cannot be carried out is unfit, which
/// denies every call of its pods: nothing that a user forbids is ever lost to a mistake elsewhere in the policy.
/// </summary>
internal static class AgentCompiler
{
    private static readonly ImmutableArray<Func<PolicyCase, IEnumerable<Diagnostic>>> Checks =
    [
        CheckAllows, CheckDenies, HostedChecks.CheckTools, HostedChecks.CheckEndpoints, McpChecks.Check,
        EgressChecks.CheckPlaces, EgressChecks.CheckIntercept, EgressChecks.CheckEffect, EgressChecks.CheckNetworkPolicy,
        CeilingChecks.CheckPlace, CeilingChecks.CheckAllowsNothing, CeilingChecks.CheckAllowsNoTools, EgressChecks.CheckCeiling, SelectorChecks.CheckPods, SelectorChecks.CheckNamespaces,
        CheckGuardrails, AgentLimitChecks.Check,
    ];

    /// <summary>What is left out of these denies, and costs nothing else.</summary>
    private static readonly ImmutableArray<string> AllowFields = ["spec.models.allow", "spec.hostedTools.allow", "spec.endpoints.allow"];

    public static CompiledPolicy Compile(PolicyCase one)
    {
        var diagnostics = Diagnostic.Sort(Checks, one);
        return new()
        {
            Source = Sources.Of(one.Policy),
            Selector = SelectorChecks.Widen(one.Spec.PodSelector),
            Namespaces = one.IsCeiling ? SelectorChecks.Widen(one.Spec.NamespaceSelector!) : null,
            Rule = Assemble(one, diagnostics),
            Egress = one.Spec.Egress,
            Guardrails = one.Spec.Guardrails,
            Diagnostics = diagnostics,
        };
    }

    /// <summary>A policy that could not be read: all calls of the pods that it may have selected are denied.</summary>
    public static CompiledPolicy Compile(UnreadableObject unreadable, string operatorNamespace)
    {
        var isCeiling = unreadable.HasNamespaceSelector && unreadable.Metadata.Namespace == operatorNamespace;
        return new()
        {
            Source = Sources.Of(unreadable),
            Selector = SelectorChecks.Widen(unreadable.PodSelector ?? new LabelSelector()),
            Namespaces = isCeiling ? SelectorChecks.Widen(unreadable.NamespaceSelector ?? new LabelSelector()) : null,
            Rule = new PolicyRule
            {
                Policy = $"{unreadable.Metadata.Namespace}/{unreadable.Metadata.Name}",
                Unfit = $"the policy cannot be read: {unreadable.Field}: {unreadable.Message}",
                AllowModels = [],
                DenyModels = [],
                Ceiling = isCeiling ? true : null,
            },
            Egress = unreadable.Egress,
            Diagnostics = Sources.Diagnose(unreadable),
        };
    }

    private static PolicyRule Assemble(PolicyCase one, ImmutableArray<Diagnostic> diagnostics)
    {
        var rule = new PolicyRule
        {
            Policy = $"{one.Namespace}/{one.Policy.Metadata.Name}",
            Mode = one.Spec.Mode,
            Suspended = one.Spec.Suspended,
            Unfit = diagnostics.FirstOrDefault(found => !CostsAnAllow(found)) is { } worst
                ? $"the policy cannot be carried out: {worst.Field}: {worst.Message}"
                : null,
            AllowModels = one.IsCeiling ? [] : Fit(one.Spec.Models?.Allow),
            DenyModels = Fit(one.Spec.Models?.Deny),
            Ceiling = one.IsCeiling ? true : null,
            Guardrails = CheckGuardrails(one).Any() ? null : GuardrailIndex.NamesOf(one.Namespace, one.Spec.Guardrails), // What is not usable makes the policy unfit.
        };
        return LimitAssembly.AddTo(EgressAssembly.AddTo(McpAssembly.AddTo(HostedChecks.AddTo(rule, one), one), one), one);
    }

    private static bool CostsAnAllow(Diagnostic found) =>
        AllowFields.Any(field => found.Field.StartsWith(field, StringComparison.Ordinal)) || McpChecks.CostsAnAllow(found) || EgressChecks.CostsAnAllow(found);

    private static ImmutableArray<string> Fit(ImmutableArray<string>? names) =>
        [.. (names ?? []).Where(name => ModelNames.FindInPattern(name) is null).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<Diagnostic> CheckAllows(PolicyCase one) => CheckNames("spec.models.allow", one.Spec.Models?.Allow);

    private static IEnumerable<Diagnostic> CheckDenies(PolicyCase one) => CheckNames("spec.models.deny", one.Spec.Models?.Deny);

    private static IEnumerable<Diagnostic> CheckGuardrails(PolicyCase one) => one.Guardrails.Check(one.Namespace, one.Spec.Guardrails);

    private static IEnumerable<Diagnostic> CheckNames(string field, ImmutableArray<string>? names) =>
        from name in (names ?? []).Index()
        let problem = ModelNames.FindInPattern(name.Item)
        where problem is not null
        select Diagnostic.NotAccepted(Reasons.InvalidModelName, $"{field}[{name.Index}]", problem);
}
