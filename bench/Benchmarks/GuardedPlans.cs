using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Benchmarks;

/// <summary>Guardrails as the product builds them.</summary>
internal static class GuardedPlans
{
    private static readonly ImmutableArray<GuardPlace> s_input = [GuardPlace.Input], s_output = [GuardPlace.Output];

    /// <summary>Every check that asks nobody and says nothing of the whole text, at what is asked.</summary>
    public static ImmutableArray<CheckRule> Checks { get; } =
    [
        Of(CheckTypes.Secrets),
        Of(CheckTypes.Pii) with { Pii = new() { Types = [.. Enum.GetValues<PiiType>()], Mask = MaskForm.Reversible } },
        Of(CheckTypes.Words) with { Words = new() { Words = [.. Enumerable.Range(0, 200).Select(index => $"{Syllable(index)}{Syllable(index * 7 + 3)}{Syllable(index * 13 + 5)}")] } },
        Of(CheckTypes.Pattern) with { Pattern = new() { Pattern = @"\bPRJ-[0-9]{4,6}\b", Label = "PROJECT" } },
        Of(CheckTypes.Length) with { Action = GuardAction.Deny, Length = new() { MaxCharacters = 100_000 } },
        Of(CheckTypes.Language) with { Action = GuardAction.Deny, Language = new() { Deny = ["perl"] } },
        Of(CheckTypes.Links) with { Links = new() { Allow = ["example.com"] } },
        Of(CheckTypes.Invisible),
        Of(CheckTypes.Injection) with { Action = GuardAction.Flag },
        Of(CheckTypes.Encoded) with { Action = GuardAction.Deny },
    ];

    /// <summary>A plan of some checks, at one place.</summary>
    public static GuardPlan Of(ImmutableArray<CheckRule> checks, bool isOutput = false)
    {
        GuardrailRule rule = new() { Guardrail = "bench/all", Checks = [.. checks.Select(check => check with { On = isOutput ? s_output : s_input })] };
        return GuardBuilder.Build([(rule, false)], new() { HashKey = new byte[32], Canary = "bench-canary-0001", HeldValues = ["held-value-of-the-sidecar-0001"] });
    }

    private static CheckRule Of(string type) => new() { Type = type, On = s_input, Action = GuardAction.Mask };

    private static string Syllable(int index) => ((string[])["zor", "quib", "vax", "mung", "plex", "drak", "fulm", "grent", "hask", "jorv"])[index % 10];
}
