using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>The settings of a check: which are set, and whether what they ask for can be had in the places where it looks.</summary>
internal static class CheckSettings
{
    /// <summary>The types whose settings the check has.</summary>
    public static ImmutableArray<string> NamesIn(CheckRule check) =>
    [
        .. new (string Name, object? Settings)[]
        {
            (CheckTypes.Secrets, check.Secrets), (CheckTypes.Pii, check.Pii), (CheckTypes.Words, check.Words), (CheckTypes.Pattern, check.Pattern), (CheckTypes.Length, check.Length),
            (CheckTypes.JsonSchema, check.JsonSchema), (CheckTypes.Language, check.Language), (CheckTypes.Links, check.Links), (CheckTypes.Invisible, check.Invisible),
            (CheckTypes.Encoded, check.Encoded), (CheckTypes.Injection, check.Injection), (CheckTypes.Loop, check.Loop), (CheckTypes.Webhook, check.Webhook),
            (CheckTypes.OpenAiModeration, check.OpenAiModeration), (CheckTypes.BedrockGuardrail, check.BedrockGuardrail), (CheckTypes.LlmJudge, check.LlmJudge),
            (CheckTypes.Groundedness, check.Groundedness),
        }.Where(one => one.Settings is not null).Select(one => one.Name),
    ];

    public static IEnumerable<CheckProblem> Find(CheckRule check) => check switch
    {
        { Pii: { } pii } => FindInPii(check, pii),
        { Length: { } length } => FindInLength(check, length),
        { Language: { } language } when (language.Allow ?? []).IsEmpty && (language.Deny ?? []).IsEmpty && language.Unlabelled != Unlabelled.Deny =>
            [new("language", CheckMessages.LanguageEmpty)],
        { Type: CheckTypes.Injection } => FindInInjection(check, check.Injection ?? new()),
        { Loop: { } loop } when (loop.StopAfter ?? 6) <= (loop.WarnAfter ?? 3) => [new("loop.stopAfter", CheckMessages.LoopOrder)],
        _ when TimingOf(check) is not null && check.On.All(place => place == GuardPlace.Output) => [new($"{check.Type}.timing", CheckMessages.TimingUnused)],
        _ => [],
    };

    private static IEnumerable<CheckProblem> FindInPii(CheckRule check, PiiSettings pii)
    {
        if (pii.Mask != MaskForm.Label && check.Action != GuardAction.Mask) yield return new("pii.mask", CheckMessages.MaskUnused);
        else if (pii.Mask == MaskForm.Reversible && check.On.Contains(GuardPlace.Output)) yield return new("pii.mask", CheckMessages.ReversibleOutput);
    }

    private static IEnumerable<CheckProblem> FindInLength(CheckRule check, LengthSettings length)
    {
        if (length is { MinCharacters: null, MaxCharacters: null } || length.MinCharacters > length.MaxCharacters) yield return new("length", CheckMessages.LengthBounds);
        if (length.MinCharacters is not null && check.On.Any(place => place is GuardPlace.ToolArguments or GuardPlace.ToolDefinition))
            yield return new("length.minCharacters", CheckMessages.LengthPlaces);
    }

    /// <summary>What a model writes is looked through for canaries; what comes from elsewhere is scored.</summary>
    private static IEnumerable<CheckProblem> FindInInjection(CheckRule check, InjectionSettings injection)
    {
        var seeksCanaries = injection.Canaries is { IsDefaultOrEmpty: false } || injection.InsertCanary == true;
        var readsAnswers = check.On.Any(place => place is GuardPlace.Output or GuardPlace.ToolArguments);
        var scores = check.On.Any(place => place is GuardPlace.Input or GuardPlace.ToolResult or GuardPlace.ToolDefinition);
        if (seeksCanaries && !readsAnswers) yield return new("injection", CheckMessages.CanaryPlaces);
        if (!seeksCanaries && readsAnswers) yield return new("on", CheckMessages.CanaryMissing);
        if (injection.Threshold is not null && !scores) yield return new("injection.threshold", CheckMessages.ThresholdUnused);
    }

    private static CallTiming? TimingOf(CheckRule check) => check.Webhook?.Timing ?? check.OpenAiModeration?.Timing ?? check.BedrockGuardrail?.Timing ?? check.LlmJudge?.Timing;
}
