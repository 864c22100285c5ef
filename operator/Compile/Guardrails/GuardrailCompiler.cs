using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources.Guardrails;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>Guardrail -> GuardrailRule, whole or not at all: a check that is wrong makes the guardrail unusable, and who names it is denied until it is repaired.</summary>
internal static class GuardrailCompiler
{
    private static readonly ImmutableArray<Func<CheckCase, IEnumerable<Diagnostic>>> Checks = [SettingsChecks.Check, WebhookChecks.Check, AccountChecks.Check, JudgeChecks.Check];

    public static CompiledGuardrail Compile(Guardrail guardrail, GuardrailReferences references)
    {
        var one = GuardrailCase.From(guardrail, references);
        var diagnostics = Diagnostic.Sort(one.Checks.SelectMany(check => Checks.SelectMany(find => find(check))).Distinct());
        return diagnostics.IsEmpty ? Assemble(one) : new() { Guardrail = guardrail, Diagnostics = diagnostics };
    }

    private static CompiledGuardrail Assemble(GuardrailCase one)
    {
        var compiled = new CompiledGuardrail { Guardrail = one.Guardrail, Diagnostics = [] };
        var rule = new GuardrailRule { Guardrail = compiled.Name, Checks = [.. one.Checks.Select(CheckAssembly.Assemble)] };
        return compiled with
        {
            Rule = rule,
            Providers = [.. rule.Checks.SelectMany(CheckAssembly.ProvidersOf).Distinct(StringComparer.Ordinal)],
            Routes = [.. one.Checks.Select(check => check.Judges?.Route).OfType<Resources.ModelRoute>().DistinctBy(route => route.Metadata.Name)],
            Secrets = [.. one.Checks.SelectMany(check => check.Secrets).Select(secret => secret.Secret!).DistinctBy(secret => secret.Metadata.Name)],
        };
    }
}
