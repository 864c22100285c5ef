using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Plain;

/// <summary>Texts around a bound; what is over it is what should be found.</summary>
internal sealed class LengthCorpus : CheckCorpus
{
    private const int Least = 20;
    private const int Most = 200;

    public override string Check => CheckTypes.Length;

    public override bool HasBackground => false;

    public override bool IsOfWholeTexts => true;

    public override ImmutableArray<CheckRule> Checks => [Flagging(CheckTypes.Length) with { Length = new() { MinCharacters = Least, MaxCharacters = Most } }];

    public override IEnumerable<RuleCorpus> Rules =>
    [
        new("TOO_LONG", draw => CorpusCase.Of("TOO_LONG", Text(draw, draw.Between(Most + 1, 400))), Within) { IsCarried = false },
        new("TOO_SHORT", draw => CorpusCase.Of("TOO_SHORT", Text(draw, draw.Between(1, Least - 1))), Within) { IsCarried = false },
    ];

    private static CorpusCase Within(Draw draw) => CorpusCase.Nothing(Text(draw, draw.Of(Least, Most, draw.Between(Least, Most))));

    private static string Text(Draw draw, int length) => draw.Words(length)[..length];
}
