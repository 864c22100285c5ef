using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Secrets;

/// <summary>A published format of most keys: a prefix, a number of characters of an alphabet, and what stands behind. Knows what looks like it and is none.</summary>
internal sealed record Shape(string Prefix, string Alphabet, int Count)
{
    public string Suffix { get; init; } = "";

    /// <summary>Two or more shapes of one label.</summary>
    public static RuleCorpus Rule(string label, params Shape[] shapes) => new(label,
        draw => CorpusCase.Of(label, draw.Of(shapes).True(draw)),
        draw => CorpusCase.Nothing(draw.Of(shapes).False(draw)));

    public static RuleCorpus Rule(string label, string prefix, string alphabet, int count) => Rule(label, new Shape(prefix, alphabet, count));

    /// <summary>A rule of generators; what is false is what the true one is not, as they say.</summary>
    public static RuleCorpus Rule(string label, Func<Draw, string> right, params Func<Draw, string>[] wrong) =>
        new(label, draw => CorpusCase.Of(label, right(draw)), draw => CorpusCase.Nothing(draw.Of(wrong)(draw)));

    public string True(Draw draw) => Prefix + draw.Chars(Alphabet, Count) + Suffix;

    public string False(Draw draw) => draw.Below(8) switch
    {
        0 => Prefix + draw.Chars(Alphabet, Count - draw.Between(1, Count / 2)) + ".",
        1 => Prefix + draw.Chars(Alphabet, Count + draw.Between(3, 12)) + draw.Char(Alphabet),
        2 => Broken(draw),
        3 => Prefix + new string(draw.Of('x', 'X', '0', 'a'), Count) + Suffix,
        4 => $"{draw.Words(2)} begin with {Prefix} and {draw.Words(3)}",
        5 => draw.Char(Draw.Lower) + True(draw),
        6 => Flipped(Prefix) + draw.Chars(Alphabet, Count) + Suffix,
        _ => Prefix + draw.Of("your-key-here", "<token>", "...", "EXAMPLE", "{KEY}", "****************"),
    };

    /// <summary>A character of no key stands in the middle.</summary>
    private string Broken(Draw draw)
    {
        var half = Count / 2;
        return Prefix + draw.Chars(Alphabet, half) + draw.Of("!", " ", "$", "\n") + draw.Chars(Alphabet, Count - half - 1) + Suffix;
    }

    private static string Flipped(string prefix) =>
        string.Concat(prefix.Select(one => char.IsAsciiLetterLower(one) ? char.ToUpperInvariant(one) : char.ToLowerInvariant(one)));
}
