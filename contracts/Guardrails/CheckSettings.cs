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

    public static IEnumerable<CheckProblem> Find(CheckRule check) =>
        FindInPii(check).Concat(FindInLength(check)).Concat(FindInLanguage(check)).Concat(FindInInjection(check)).Concat(FindInLoop(check)).Concat(FindInTiming(check));

    private static IEnumerable<CheckProblem> FindInPii(CheckRule check)
    {
        if (check.Pii is not { } pii) yield break;
        if (pii.Mask != MaskForm.Label && check.Action != GuardAction.Mask) yield return new("pii.mask", CheckMessages.MaskUnused);
        else if (pii.Mask == MaskForm.Reversible && check.On.Contains(GuardPlace.Output)) yield return new("pii.mask", CheckMessages.ReversibleOutput);
    }

    private static IEnumerable<CheckProblem> FindInLength(CheckRule check)
    {
        if (check.Length is not { } length) yield break;
        if (length is { MinCharacters: null, MaxCharacters: null } || length.MinCharacters > length.MaxCharacters) yield return new("length", CheckMessages.LengthBounds);
        if (length.MinCharacters is not null && check.On.Any(place => place is GuardPlace.ToolArguments or GuardPlace.ToolDefinition))
            yield return new("length.minCharacters", CheckMessages.LengthPlaces);
    }

    private static IEnumerable<CheckProblem> FindInLanguage(CheckRule check)
    {
        if (check.Language is { } language && (language.Allow ?? []).IsEmpty && (language.Deny ?? []).IsEmpty && language.Unlabelled != Unlabelled.Deny)
            yield return new("language", CheckMessages.LanguageEmpty);
    }

    /// <summary>What a model writes is looked through for canaries; what comes from elsewhere is scored.</summary>
    private static IEnumerable<CheckProblem> FindInInjection(CheckRule check)
    {
        var seeksCanaries = check.Injection is { Canaries: { IsDefaultOrEmpty: false } } or { InsertCanary: true };
        var readsAnswers = check.On.Any(place => place is GuardPlace.Output or GuardPlace.ToolArguments);
        var scores = check.On.Any(place => place is GuardPlace.Input or GuardPlace.ToolResult or GuardPlace.ToolDefinition);
        if (seeksCanaries && !readsAnswers) yield return new("injection", CheckMessages.CanaryPlaces);
        if (!seeksCanaries && readsAnswers && check.Type == CheckTypes.Injection) yield return new("on", CheckMessages.CanaryMissing);
        if (check.Injection?.Threshold is not null && !scores) yield return new("injection.threshold", CheckMessages.ThresholdUnused);
    }

    private static IEnumerable<CheckProblem> FindInLoop(CheckRule check)
    {
        if (check.Loop is { } loop && (loop.StopAfter ?? 6) <= (loop.WarnAfter ?? 3)) yield return new("loop.stopAfter", CheckMessages.LoopOrder);
    }

    private static IEnumerable<CheckProblem> FindInTiming(CheckRule check)
    {
        var timing = check.Webhook?.Timing ?? check.OpenAiModeration?.Timing ?? check.BedrockGuardrail?.Timing ?? check.LlmJudge?.Timing;
        if (timing is not null && check.On.All(place => place == GuardPlace.Output)) yield return new($"{check.Type}.timing", CheckMessages.TimingUnused);
    }
}
