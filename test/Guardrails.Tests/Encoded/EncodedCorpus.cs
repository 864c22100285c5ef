using System.Collections.Immutable;
using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Encoded;

/// <summary>Keys of one provider within texts that are written in base64, hexadecimal digits or percent-encoding, once or twice; false is what decodes to nothing of the kind.</summary>
internal sealed class EncodedCorpus : CheckCorpus
{
    private const string Label = "GROQ_KEY";

    public override string Check => CheckTypes.Encoded;

    public override ImmutableArray<CheckRule> Checks => [Flagging(CheckTypes.Secrets), Flagging(CheckTypes.Encoded)];

    public override IEnumerable<RuleCorpus> Rules =>
    [
        new(Label, draw => CorpusCase.Of(Label, Encode(draw, Encode(draw, $"{draw.Words(3)} {Key(draw)} {draw.Words(2)}", draw.Of(0, 1, 2, 3, 4)), draw.Of(0, 1, 2, 3)), " ", " "),
            draw => CorpusCase.Nothing(Encode(draw, draw.Below(3) switch
            {
                0 => draw.Words(12),
                1 => $"{draw.Words(3)} gsk_{draw.Chars(Draw.Alphanumerics, 20)}",
                _ => $"{{\"id\":\"{Background.Uuid(draw)}\",\"hash\":\"{draw.Chars(Draw.Hex, 40)}\"}}",
            }, draw.Of(0, 1, 2, 3)))) { Count = 300 },
    ];

    private static string Key(Draw draw) => "gsk_" + draw.Chars(Draw.Alphanumerics, 52);

    private static string Encode(Draw draw, string text, int how)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return how switch
        {
            0 => Convert.ToBase64String(bytes),
            1 => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            2 => draw.Chance(50) ? Convert.ToHexString(bytes) : Convert.ToHexStringLower(bytes),
            3 => string.Concat(bytes.Select(one => $"%{one:X2}")),
            _ => text,
        };
    }
}
