using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Pii;

/// <summary>All kinds of personal data at once, in prose, forms, code and logs, among numbers of things.</summary>
internal sealed class PiiCorpus : CheckCorpus
{
    public override string Check => CheckTypes.Pii;

    public override ImmutableArray<CheckRule> Checks => [Flagging(CheckTypes.Pii) with { Pii = new() { Types = [.. Enum.GetValues<PiiType>()] } }];

    public override IEnumerable<RuleCorpus> Rules =>
    [
        new("EMAIL", Contacts.Email, Lookalikes.Or(draw => $"{draw.Words(1)}@{draw.Words(1)}, @{draw.Words(1)}, icon@{draw.Between(2, 3)}x.png, {draw.Words(1)} @ {draw.Words(1)}.com")),
        new("PHONE", Contacts.Phone, Lookalikes.Or(draw => $"phone model {draw.Chars(Draw.Digits, 9)}, +{draw.Chars(Draw.Digits, 5)} points, +28 {draw.Chars(Draw.Digits, 9)}")),
        Number("CARD", Numbers.Card, Numbers.PrintedCard, ["", "card ", "Visa: ", "pan="]),
        Number("IBAN", Numbers.Iban, (draw, number) => draw.Of(number, Numbers.Fours(number)), ["", "IBAN ", "iban: "]),
        new("IP_ADDRESS", Contacts.Ip, Lookalikes.Or(draw => $"section {draw.Below(9)}.{draw.Below(9)}.{draw.Below(9)}, {draw.Between(256, 999)}.{draw.Below(9)}.{draw.Below(9)}.{draw.Below(9)}, dead::{draw.Words(1)}")),
        new("MAC_ADDRESS", Contacts.Mac, Lookalikes.Or(draw => $"{string.Join(':', draw.Chars(Draw.Hex, 16).Chunk(2).Select(pair => new string(pair)))}, ff:ff:ff:ff:ff:ff, {draw.Chars(Draw.Hex, 12)}")),
        new("US_SSN", draw => Digits(draw, "US_SSN", Numbers.Ssn(draw), [3, 2, 4], ["ssn ", "SSN: ", "social security number "]),
            Lookalikes.Or(draw => $"SSN {draw.Of("000", "666", "9" + draw.Chars(Draw.Digits, 2))}-{draw.Between(10, 99)}-{draw.Chars(Draw.Digits, 4)}")),
        new("UK_NINO", draw => CorpusCase.Of("UK_NINO", Numbers.Nino(draw) is var number && draw.Chance(50) ? Numbers.Group(number, " ", 2, 2, 2, 2, 1) : number, draw.Of("NI number ", "National Insurance: ", "nino=")),
            Lookalikes.Or(draw => $"NI number {draw.Of("BG", "GB", "ZZ", "DA", "QQ")}{draw.Chars(Draw.Digits, 6)}{draw.Of("A", "C")}")),
        new("UK_NHS", draw => Named(draw, "UK_NHS", Numbers.Nhs(draw), [3, 3, 4], ["NHS number ", "nhs: ", "NHS no. "]), Wrong("NHS number ", Numbers.Nhs)),
        new("DE_TAX_ID", draw => Digits(draw, "DE_TAX_ID", Numbers.TaxId(draw), [2, 3, 3, 3], ["Steuer-ID ", "IdNr.: ", "tax id "], " "), Wrong("Steuer-ID ", Numbers.TaxId)),
        new("DE_PERSONALAUSWEIS", draw => CorpusCase.Of("DE_PERSONALAUSWEIS", draw.Chance(50) ? CheckDigits.Icao(Numbers.Ausweis(draw)) : Numbers.Ausweis(draw), draw.Of("Personalausweis ", "Ausweisnummer: ", "identity card ")),
            Wrong("Personalausweis ", draw => CheckDigits.Icao(Numbers.Ausweis(draw)))),
        new("FR_NIR", draw => Digits(draw, "FR_NIR", Numbers.Nir(draw), [1, 2, 2, 2, 3, 3, 2], ["", "NIR ", "sécurité sociale : "], " ", isBareToo: true), Wrong("NIR ", Numbers.Nir)),
        new("IN_AADHAAR", draw => Digits(draw, "IN_AADHAAR", Numbers.Aadhaar(draw), [4, 4, 4], ["Aadhaar ", "aadhaar no: ", "UIDAI "], " "), Wrong("Aadhaar ", Numbers.Aadhaar)),
        new("IN_PAN", draw => CorpusCase.Of("IN_PAN", Numbers.Pan(draw), draw.Of("", "PAN ", "pan: ")), Lookalikes.Or(draw => $"PAN {draw.Chars(Draw.Upper, 3)}{draw.Char("DEIMNOQRSUVWXYZ")}{draw.Chars(Draw.Upper, 1)}{draw.Chars(Draw.Digits, 4)}{draw.Chars(Draw.Upper, 1)}")),
        new("BR_CPF", draw => Brazilian(draw, "BR_CPF", Numbers.Cpf(draw)), Wrong("CPF ", Numbers.Cpf)),
        new("BR_CNPJ", draw => Brazilian(draw, "BR_CNPJ", Numbers.Cnpj(draw)), Wrong("CNPJ ", Numbers.Cnpj)),
        new("CN_RESIDENT_ID", draw => CorpusCase.Of("CN_RESIDENT_ID", Numbers.ResidentId(draw), draw.Of("", "身份证号：", "id ")), Wrong("id ", Numbers.ResidentId)),
        new("JP_MY_NUMBER", draw => Named(draw, "JP_MY_NUMBER", Numbers.MyNumber(draw), [4, 4, 4], ["My Number ", "マイナンバー：", "個人番号 "]), Wrong("My Number ", Numbers.MyNumber)),
    ];

    /// <summary>A number that stands by itself in all forms.</summary>
    private static RuleCorpus Number(string label, Func<Draw, string> number, Func<Draw, string, string> written, string[] before) =>
        new(label, draw => CorpusCase.Of(label, written(draw, number(draw)), draw.Of<string>(before), draw.Of("", ".", ",")), Lookalikes.Or(draw => draw.Of<string>(before) + written(draw, CheckDigits.Spoil(number(draw)))));

    private static Func<Draw, CorpusCase> Wrong(string before, Func<Draw, string> number) => Lookalikes.Or(draw => before + CheckDigits.Spoil(number(draw)));

    /// <summary>In groups by itself; in one piece behind a word.</summary>
    private static CorpusCase Digits(Draw draw, string label, string number, int[] sizes, string[] words, string sign = "-", bool isBareToo = false) => draw.Chance(50)
        ? CorpusCase.Of(label, Numbers.Group(number, sign, sizes), draw.Chance(50) ? "" : draw.Of<string>(words), draw.Of("", ".", ","))
        : CorpusCase.Of(label, number, isBareToo && draw.Chance(50) ? "" : draw.Of<string>(words), draw.Of("", ".", ","));

    /// <summary>In both forms behind a word.</summary>
    private static CorpusCase Named(Draw draw, string label, string number, int[] sizes, string[] words) =>
        CorpusCase.Of(label, draw.Chance(50) ? Numbers.Group(number, draw.Of(" ", "-"), sizes) : number, draw.Of<string>(words), draw.Of("", ".", ","));

    private static CorpusCase Brazilian(Draw draw, string label, string number)
    {
        var printed = label == "BR_CPF" ? $"{number[..3]}.{number[3..6]}.{number[6..9]}-{number[9..]}" : $"{number[..2]}.{number[2..5]}.{number[5..8]}/{number[8..12]}-{number[12..]}";
        return draw.Chance(60) ? CorpusCase.Of(label, printed, draw.Of("", label[3..] + " ")) : CorpusCase.Of(label, number, draw.Of(label[3..] + " ", label[3..].ToLowerInvariant() + "="));
    }
}
