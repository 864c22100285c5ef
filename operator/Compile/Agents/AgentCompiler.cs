using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>
/// AgentPolicy -> PolicyRule. A bad allow is left out, which denies; a policy whose denials or selection cannot be carried out is unfit, which
/// denies every call of its pods: nothing that a user forbids is ever lost to a mistake elsewhere in the policy.
/// </summary>
internal static class AgentCompiler
{
    private static readonly ImmutableArray<Func<AgentPolicySpec, IEnumerable<Diagnostic>>> Checks = [CheckAllows, CheckDenies, SelectorChecks.Check];

    public static CompiledPolicy Compile(AgentPolicy policy)
    {
        var diagnostics = Diagnostic.Sort(Checks.SelectMany(check => check(policy.Spec)));
        return new()
        {
            Source = Sources.Of(policy),
            Selector = SelectorChecks.Widen(policy.Spec.PodSelector),
            Rule = Assemble(policy, diagnostics),
            Diagnostics = diagnostics,
        };
    }

    /// <summary>A policy that could not be read: all calls of the pods that it may have selected are denied.</summary>
    public static CompiledPolicy Compile(UnreadableObject unreadable) => new()
    {
        Source = Sources.Of(unreadable),
        Selector = SelectorChecks.Widen(unreadable.PodSelector ?? new LabelSelector()),
        Rule = new PolicyRule
        {
            Policy = $"{unreadable.Metadata.Namespace}/{unreadable.Metadata.Name}",
            Unfit = $"the policy cannot be read: {unreadable.Field}: {unreadable.Message}",
            AllowModels = [],
            DenyModels = [],
        },
        Diagnostics = Sources.Diagnose(unreadable),
    };

    private static PolicyRule Assemble(AgentPolicy policy, ImmutableArray<Diagnostic> diagnostics) => new()
    {
        Policy = $"{policy.Metadata.Namespace}/{policy.Metadata.Name}",
        Mode = policy.Spec.Mode,
        Suspended = policy.Spec.Suspended,
        Unfit = diagnostics.FirstOrDefault(one => !one.Field.StartsWith("spec.models.allow", StringComparison.Ordinal)) is { } worst
            ? $"the policy cannot be carried out: {worst.Field}: {worst.Message}"
            : null,
        AllowModels = Fit(policy.Spec.Models?.Allow),
        DenyModels = Fit(policy.Spec.Models?.Deny),
    };

    private static ImmutableArray<string> Fit(ImmutableArray<string>? names) =>
        [.. (names ?? []).Where(name => ModelNames.FindInPattern(name) is null).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<Diagnostic> CheckAllows(AgentPolicySpec spec) => CheckNames("spec.models.allow", spec.Models?.Allow);

    private static IEnumerable<Diagnostic> CheckDenies(AgentPolicySpec spec) => CheckNames("spec.models.deny", spec.Models?.Deny);

    private static IEnumerable<Diagnostic> CheckNames(string field, ImmutableArray<string>? names) =>
        from name in (names ?? []).Index()
        let problem = ModelNames.FindInPattern(name.Item)
        where problem is not null
        select Diagnostic.NotAccepted(Reasons.InvalidModelName, $"{field}[{name.Index}]", problem);
}
