using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Contracts.Schemas;
using AiGateway.Sidecar.Guards.Encodings;
using AiGateway.Sidecar.Guards.Injections;
using AiGateway.Sidecar.Guards.Links;
using AiGateway.Sidecar.Guards.Loops;
using AiGateway.Sidecar.Guards.Patterns;
using AiGateway.Sidecar.Guards.Pii;
using AiGateway.Sidecar.Guards.Secrets;
using AiGateway.Sidecar.Guards.Shapes;

namespace AiGateway.Sidecar.Guards;

/// <summary>Makes checks of rules. The rules have been checked by <see cref="GuardrailCheck"/> before.</summary>
internal static class GuardBuilder
{
    /// <summary>The plan of these guardrails; one that only audits has its checks in the shadow. A guardrail that is named twice counts once, and enforces where one of those who name it does.</summary>
    /// <param name="guardrails">Those that apply, in their order.</param>
    /// <param name="context">What checks are built with.</param>
    /// <param name="sets">The checks that other plans of the snapshot have already; null for none.</param>
    public static GuardPlan Build(IEnumerable<(GuardrailRule Rule, bool AuditOnly)> guardrails, CheckContext context, CheckSets? sets = null)
    {
        sets ??= new();
        List<TextCheck> texts = [];
        List<CalledCheck> called = [];
        List<LoopCheck> loops = [];
        foreach (var named in guardrails.GroupBy(pair => pair.Rule.Guardrail, StringComparer.Ordinal))
        {
            var set = sets.Of(named.First().Rule, named.All(pair => pair.AuditOnly), context);
            texts.AddRange(set.Texts);
            called.AddRange(set.Called);
            loops.AddRange(set.Loops);
        }

        return texts.Count + called.Count + loops.Count == 0 ? GuardPlan.Empty : new([.. texts], [.. called]) { Loops = [.. loops] };
    }

    /// <summary>The checks of one guardrail, made anew.</summary>
    public static CheckSet SetOf(GuardrailRule rule, bool auditOnly, CheckContext context)
    {
        ImmutableArray<TextCheck> own = [];
        List<CalledCheck> called = [];
        foreach (var (index, check) in rule.Checks.Index())
        {
            var facts = FactsOf(rule.Guardrail, index, check, auditOnly);
            if (CheckTypes.ByCall.Contains(check.Type)) called.Add(new(facts, check) { Callee = context.CalleeOf(check) });
            else own = own.AddRange(Make(facts, check, context));
        }

        // They look into what they decode with all the others, before them or behind.
        foreach (var (index, check) in rule.Checks.Index().Where(pair => pair.Item.Type == CheckTypes.Encoded))
            own = own.AddRange(EncodedCheck.Of(FactsOf(rule.Guardrail, index, check, auditOnly), check.Encoded, own));
        return new(own, [.. called], [.. LoopsOf(rule, auditOnly)]);
    }

    /// <summary>Whether the guardrail has other checks for calls of tool servers than for those of models.</summary>
    public static bool TellsServersApart(GuardrailRule rule) => rule.Checks.Any(IsForModelsAlone);

    private static bool IsForModelsAlone(CheckRule rule) => rule is { Type: CheckTypes.Pii, Action: GuardAction.Mask, Pii.Mask: MaskForm.Reversible };

    private static IEnumerable<LoopCheck> LoopsOf(GuardrailRule rule, bool auditOnly) =>
        from check in rule.Checks.Index()
        where check.Item.Type == CheckTypes.Loop
        select new LoopCheck(FactsOf(rule.Guardrail, check.Index, check.Item, auditOnly), check.Item.Loop ?? new());

    private static CheckFacts FactsOf(string guardrail, int index, CheckRule check, bool auditOnly) => new()
    {
        Guardrail = guardrail,
        Index = index,
        Type = check.Type,
        On = check.On,
        Action = check.Action,
        OnFailure = check.OnFailure,
        IsShadow = auditOnly || check.Mode == CheckMode.Shadow,
    };

    /// <summary>The check, as one or two; none for one whose work is done elsewhere (loops are counted by a ledger).</summary>
    private static IEnumerable<TextCheck> Make(CheckFacts facts, CheckRule rule, CheckContext context) => rule.Type switch
    {
        CheckTypes.Words => [new WordsCheck(facts, rule.Words!)],
        CheckTypes.Pattern => [new PatternCheck(facts, rule.Pattern!)],
        CheckTypes.Pii when context.IsForServers && IsForModelsAlone(rule) => [],
        CheckTypes.Pii => [new PiiCheck(facts, rule.Pii!, context.HashKey)],
        CheckTypes.Secrets => [new SecretsCheck(facts, rule.Secrets, context)],
        CheckTypes.Links => [new LinksCheck(facts, rule.Links!)],
        CheckTypes.Length => [new LengthCheck(facts, rule.Length!)],
        CheckTypes.JsonSchema => JsonShape.TryParse(rule.JsonSchema!.Schema, out var shape, out _) ? [new JsonShapeCheck(facts, shape)] : [],
        CheckTypes.Language => [new LanguageCheck(facts, rule.Language!)],
        CheckTypes.Invisible => [new InvisibleCheck(facts, rule.Invisible ?? new())],
        CheckTypes.Injection => InjectionChecks.Of(facts, rule.Injection ?? new(), context),
        _ => [],
    };
}
