using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Invisible;

/// <summary>Words with characters in them that nobody sees, as published accounts of smuggled text have them; and emoji, flags and scripts that are written with the same characters.</summary>
internal sealed class InvisibleCorpus : CheckCorpus
{
    private static readonly string[] s_needed =
    [
        "\U0001F468\u200d\U0001F469\u200d\U0001F467\u200d\U0001F466", "\U0001F3F3\ufe0f\u200d\U0001F308", "\u2764\ufe0f", "7\ufe0f\u20e3", "\U0001F44D\U0001F3FD",
        "\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", "\u0645\u06cc\u200c\u0631\u0648\u0645", "\u0915\u094d\u200d\u0937", "\u05de\u05d7\u05d9\u05e8: 20 EUR\u200f",
        "\u845b\U000E0100\u98fe\u533a", "na\u00efve caf\u00e9", "\u4f60\u597d\uff0c\u4e16\u754c", "\U0001F9D1\u200d\U0001F4BB", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
    ];

    public override string Check => CheckTypes.Invisible;

    public override ImmutableArray<CheckRule> Checks => [Flagging(CheckTypes.Invisible)];

    public override IEnumerable<RuleCorpus> Rules =>
    [
        new("ZERO_WIDTH", draw => Hide(draw, "ZERO_WIDTH", draw.Of("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u2063", "\u3164")), Needed),
        new("BIDI", draw => Hide(draw, "BIDI", draw.Of("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2069", "\u200e", "\u200f")), Needed),
        new("TAG", draw => Hide(draw, "TAG", draw.Of(char.ConvertFromUtf32(draw.Between(0xE0020, 0xE007E)), char.ConvertFromUtf32(draw.Between(0xE0100, 0xE01EF)), $"{(char)draw.Between(0xFE00, 0xFE0F)}")), Needed),
    ];

    private static CorpusCase Hide(Draw draw, string label, string hidden) =>
        CorpusCase.Of(label, hidden, draw.Words(2) + draw.Char(Draw.Lower), draw.Char(Draw.Lower) + draw.Words(1));

    private static CorpusCase Needed(Draw draw) => CorpusCase.Nothing($"{draw.Words(2)} {draw.Of<string>(s_needed)} {draw.Words(1)} {draw.Of<string>(s_needed)} {draw.Words(1)}");
}
