using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Plain;

/// <summary>A user's own expression: a project's number, and what differs from it in one place.</summary>
internal sealed class PatternCorpus : CheckCorpus
{
    public override string Check => CheckTypes.Pattern;

    public override ImmutableArray<CheckRule> Checks =>
        [Flagging(CheckTypes.Pattern) with { Pattern = new() { Pattern = @"\b(?:PRJ|ACC)-[0-9]{6}(?:/[a-z]{2,4})?\b", Label = "PROJECT" } }];

    public override IEnumerable<RuleCorpus> Rules =>
    [
        new("PROJECT", draw => CorpusCase.Of("PROJECT", $"{draw.Of("PRJ", "ACC")}-{draw.Chars(Draw.Digits, 6)}{(draw.Chance(50) ? $"/{draw.Chars(Draw.Lower, draw.Between(2, 4))}" : "")}"), False),
    ];

    private static CorpusCase False(Draw draw) => CorpusCase.Nothing(draw.Of(
        $"prj-{draw.Chars(Draw.Digits, 6)}", $"PRJ-{draw.Chars(Draw.Digits, 5)}", $"PRJ-{draw.Chars(Draw.Digits, 7)}", $"XPRJ-{draw.Chars(Draw.Digits, 6)}", $"PRJ {draw.Chars(Draw.Digits, 6)}",
        $"PRJ-{draw.Chars(Draw.Digits, 3)}-{draw.Chars(Draw.Digits, 3)}", $"ACC-{draw.Chars(Draw.Digits, 6)}x"));
}
