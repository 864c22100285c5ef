using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Plain;

/// <summary>Words of a list in any case and beside any mark, and words that hold them, miss a letter or are cut.</summary>
internal sealed class WordsCorpus : CheckCorpus
{
    private static readonly string[] s_words = ["Bluebird", "code red", "größe", "проект"];

    public override string Check => CheckTypes.Words;

    public override ImmutableArray<CheckRule> Checks => [Flagging(CheckTypes.Words) with { Words = new() { Words = [.. s_words] } }];

    public override IEnumerable<RuleCorpus> Rules => [new("WORD", True, False)];

    private static CorpusCase True(Draw draw)
    {
        var word = draw.Of<string>(s_words);
        return CorpusCase.Of("WORD", draw.Of(word, word.ToUpperInvariant(), word.ToLowerInvariant()), draw.Of("", "(", "\"", "-", "/"), draw.Of("", ".", ",", ")", "'s", "-"));
    }

    private static CorpusCase False(Draw draw)
    {
        var word = draw.Of<string>(s_words);
        return CorpusCase.Nothing(draw.Of(word + draw.Of("s", "x", "7"), draw.Char(Draw.Lower) + word, word[..^1], word[1..], word.Insert(2, " "), "blue bird", "code  red"));
    }
}
