using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>
/// Which type of check may do what in which place: the one table, by which the operator accepts a guardrail and the sidecar believes a bundle. What a check cannot do is not accepted, so
/// that nobody relies on it.
/// </summary>
public static class CheckAbilities
{
    /// <summary>Every kind of text that passes.</summary>
    public static ImmutableArray<GuardPlace> AllPlaces { get; } = [.. Enum.GetValues<GuardPlace>()];

    /// <summary>
    /// Types that look at any text say where in it they found something, and so may mask. Those that do not: a length, a schema, a score and somebody else's verdict are of a text as
    /// a whole; a code block may be longer than what can be held back; a loop is of calls, not of a text.
    /// </summary>
    private static readonly ImmutableArray<CheckAbility> s_table =
    [
        new() { Type = CheckTypes.Secrets, FindsPlaces = true, ReadsDecoded = true },
        new() { Type = CheckTypes.Pii, FindsPlaces = true, ReadsDecoded = true, NeedsSettings = true },
        new() { Type = CheckTypes.Words, FindsPlaces = true, ReadsDecoded = true, NeedsSettings = true },
        new() { Type = CheckTypes.Pattern, FindsPlaces = true, ReadsDecoded = true, NeedsSettings = true },
        new() { Type = CheckTypes.Links, FindsPlaces = true, ReadsDecoded = true, NeedsSettings = true },
        new() { Type = CheckTypes.Invisible, FindsPlaces = true, ReadsDecoded = true },
        new() { Type = CheckTypes.Encoded, FindsPlaces = true },
        new() { Type = CheckTypes.Length, NeedsSettings = true },
        new() { Type = CheckTypes.Language, NeedsSettings = true },
        new()
        {
            Type = CheckTypes.JsonSchema, NeedsSettings = true,
            Places = [GuardPlace.Output, GuardPlace.ToolArguments, GuardPlace.ToolResult], OtherPlaces = CheckMessages.SchemaPlaces,
        },
        new() { Type = CheckTypes.Injection, ReadsDecoded = true, Places = Except(GuardPlace.SystemPrompt), OtherPlaces = CheckMessages.InjectionPlaces },
        new() { Type = CheckTypes.Loop, Places = [GuardPlace.ToolArguments], OtherPlaces = CheckMessages.LoopPlaces },
        new() { Type = CheckTypes.Webhook, NeedsSettings = true },
        new() { Type = CheckTypes.OpenAiModeration, NeedsSettings = true },
        new() { Type = CheckTypes.BedrockGuardrail, NeedsSettings = true },
        new() { Type = CheckTypes.LlmJudge, NeedsSettings = true },
        new() { Type = CheckTypes.Groundedness, NeedsSettings = true, Places = [GuardPlace.Output], OtherPlaces = CheckMessages.GroundednessPlaces },
    ];

    /// <summary>What a type can do; null for an unknown one.</summary>
    public static CheckAbility? Of(string type) => s_table.FirstOrDefault(one => one.Type == type);

    /// <summary>What the check asks for and cannot have; of an unknown type nothing is said.</summary>
    /// <param name="check">The check; its places may be of any number.</param>
    /// <param name="before">The checks before it in its guardrail.</param>
    public static IEnumerable<CheckProblem> Find(CheckRule check, IEnumerable<CheckRule> before)
    {
        if (Of(check.Type) is not { } ability) return [];
        return FindInUnion(check, ability).Concat(FindInPlaces(check, ability)).Concat(FindInAction(check, ability)).Concat(CheckSettings.Find(check)).Concat(FindInDecoded(check, before));
    }

    private static ImmutableArray<GuardPlace> Except(GuardPlace place) => [.. Enum.GetValues<GuardPlace>().Where(other => other != place)];

    private static IEnumerable<CheckProblem> FindInUnion(CheckRule check, CheckAbility ability)
    {
        var set = CheckSettings.NamesIn(check);
        if (set.Any(name => name != check.Type)) yield return new(set.First(name => name != check.Type), CheckMessages.Settings);
        if (ability.NeedsSettings && !set.Contains(check.Type)) yield return new(check.Type, CheckMessages.Settings);
    }

    private static IEnumerable<CheckProblem> FindInPlaces(CheckRule check, CheckAbility ability) =>
        from place in check.On.Index()
        where Enum.IsDefined(place.Item) && !ability.Places.Contains(place.Item)
        select new CheckProblem($"on[{place.Index}]", ability.OtherPlaces);

    private static IEnumerable<CheckProblem> FindInAction(CheckRule check, CheckAbility ability)
    {
        if (check.Action == GuardAction.Mask && !ability.FindsPlaces) yield return new("action", CheckMessages.CannotMask);
        if (check.OnFailure != FailureAction.Deny && !CheckTypes.ByCall.Contains(check.Type)) yield return new("onFailure", CheckMessages.FailureUnused);
    }

    private static IEnumerable<CheckProblem> FindInDecoded(CheckRule check, IEnumerable<CheckRule> before)
    {
        if (check.Type != CheckTypes.Encoded) return [];
        var readers = before.Where(other => Of(other.Type) is { ReadsDecoded: true }).ToList();
        return
            from place in check.On.Index()
            where !readers.Exists(other => !other.On.IsDefault && other.On.Contains(place.Item))
            select new CheckProblem($"on[{place.Index}]", CheckMessages.EncodedAlone);
    }
}
