using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Contracts.Patterns;
using AiGateway.Contracts.Schemas;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>The checks of what a check asks for: whether its type can do it, and whether what its settings are written in can be read.</summary>
internal static class SettingsChecks
{
    /// <summary>What a list of words may have together.</summary>
    private const int MostCharacters = 256 * 1024;

    private const int LongestWord = 256;

    private const int LongestPrompt = 16 * 1024;

    private static readonly TimeSpan LongestVerdict = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(24);

    public static IEnumerable<Diagnostic> Check(CheckCase one) =>
        CheckType(one).Concat(CheckAbilities.Find(one.Draft, one.Before).Select(problem => Refuse(one, problem.Field, problem.Message))).Concat(CheckTexts(one)).Concat(CheckLengths(one)).Concat(CheckTimes(one));

    private static IEnumerable<Diagnostic> CheckType(CheckCase one)
    {
        if (CheckAbilities.Of(one.Check.Type) is null) yield return Refuse(one, "type", $"this type of check is not known: must be one of {string.Join(", ", CheckTypes.All)}");
        if (one.Check.Places.IsDefaultOrEmpty || one.Check.On is null == one.Check.True is null) yield return Refuse(one, "on", RuleMessages.OnePlaces);
    }

    private static IEnumerable<Diagnostic> CheckTexts(CheckCase one)
    {
        if (one.Draft.Pattern is { } pattern && !LinearPattern.TryParse(pattern.Pattern, pattern.IgnoreCase == true, out _, out var problem))
            yield return Diagnostic.NotAccepted(Reasons.InvalidPattern, $"{one.Field}.pattern.pattern", problem);
        if (one.Draft.JsonSchema is { } schema && !JsonShape.TryParse(schema.Schema, out _, out var wrong))
            yield return Diagnostic.NotAccepted(Reasons.InvalidSchema, $"{one.Field}.jsonSchema.schema", wrong);
    }

    /// <summary>As sidecars count: in UTF-16 code units, of which schemas count characters beyond U+FFFF as one.</summary>
    private static IEnumerable<Diagnostic> CheckLengths(CheckCase one)
    {
        if (one.Draft.Words is { } words && words.Words.Sum(word => (long)word.Length) > MostCharacters)
            yield return Refuse(one, "words.words", $"the words have more than {MostCharacters} characters together: leave some out, or ask a webhook");
        foreach (var (index, word) in (one.Draft.Words?.Words ?? []).Index())
        {
            if (string.IsNullOrWhiteSpace(word) || word.Length > LongestWord)
                yield return Refuse(one, $"words.words[{index}]", $"this is white space alone, or longer than {LongestWord} characters: write a word or a phrase");
        }

        if (one.Draft.LlmJudge is { } judge && judge.Prompt.Length > LongestPrompt)
            yield return Refuse(one, "llmJudge.prompt", $"the prompt is longer than {LongestPrompt} characters: shorten it");
    }

    private static IEnumerable<Diagnostic> CheckTimes(CheckCase one)
    {
        var check = one.Check;
        if ((check.Webhook?.Timeout ?? check.OpenAiModeration?.Timeout ?? check.BedrockGuardrail?.Timeout ?? check.LlmJudge?.Timeout ?? check.Groundedness?.Timeout) is { } timeout
            && !IsWithin(timeout, TimeSpan.FromMilliseconds(1), LongestVerdict))
            yield return Diagnostic.NotAccepted(Reasons.InvalidDuration, $"{one.Settings}.timeout", "this is no time between 1ms and 60s: write it as 500ms, 2s or 30s");
        if (check.Loop?.Window is { } window && !IsWithin(window, ShortestWindow, LongestWindow))
            yield return Diagnostic.NotAccepted(Reasons.InvalidDuration, $"{one.Field}.loop.window", "this is no time between 1s and 24h: write it as 90s, 5m or 1h");
    }

    private static bool IsWithin(string text, TimeSpan least, TimeSpan most) => Duration.TryParse(text, out var time) && time >= least && time <= most;

    private static Diagnostic Refuse(CheckCase one, string field, string message) => Diagnostic.NotAccepted(Reasons.InvalidCheck, $"{one.Field}.{field}", message);
}
