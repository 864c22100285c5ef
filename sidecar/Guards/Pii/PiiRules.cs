using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>What each kind of personal data looks like: docs/guardrails-pii.md says by what source.</summary>
internal static class PiiRules
{
    private const string Separator = Patterns.Separator + "?";

    /// <summary>The rules of a kind; none for one that is not known.</summary>
    public static ImmutableArray<PatternRule> Of(PiiType type) => type switch
    {
        PiiType.Email => [PatternRule.Of("EMAIL", EmailAddress.Pattern, EmailAddress.Judge)],
        PiiType.Phone =>
        [
            PatternRule.Of("PHONE", PhoneNumber.International, PhoneNumber.JudgeInternational),
            PatternRule.Of("PHONE", PhoneNumber.National, PhoneNumber.JudgeNational),
        ],
        PiiType.Card => [PatternRule.Of("CARD", CardNumber.Pattern, CardNumber.Judge)],
        PiiType.Iban => [PatternRule.Of("IBAN", Iban.Pattern, Iban.Judge)],
        PiiType.IpAddress =>
        [
            PatternRule.Of("IP_ADDRESS", NetworkAddress.V4, NetworkAddress.JudgeV4),
            PatternRule.Of("IP_ADDRESS", NetworkAddress.V6, NetworkAddress.JudgeV6),
        ],
        PiiType.MacAddress =>
        [
            PatternRule.Of("MAC_ADDRESS", NetworkAddress.Mac, NetworkAddress.JudgeMac),
            PatternRule.Of("MAC_ADDRESS", NetworkAddress.CiscoMac, NetworkAddress.JudgeCisco),
        ],
        _ => Western(type),
    };

    private static ImmutableArray<PatternRule> Western(PiiType type) => type switch
    {
        PiiType.UsSsn => [Rule("US_SSN", $"[0-9]{{3}}{Separator}[0-9]{{2}}{Separator}[0-9]{{4}}", NationalNumber.JudgeSsn)],
        PiiType.UkNino => [Rule("UK_NINO", @"[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z][ \-]?[0-9]{2}[ \-]?[0-9]{2}[ \-]?[0-9]{2}[ \-]?[A-Da-d]", NationalNumber.JudgeNino)],
        PiiType.UkNhs => [Rule("UK_NHS", $"[0-9]{{3}}{Separator}[0-9]{{3}}{Separator}[0-9]{{4}}", NationalNumber.JudgeNhs)],
        PiiType.DeTaxId => [Rule("DE_TAX_ID", $"[1-9](?:{Separator}[0-9]){{10}}", NationalNumber.JudgeTaxId)],
        PiiType.DePersonalausweis => [Rule("DE_PERSONALAUSWEIS", "[0-9LMNPRTVWXY][0-9CFGHJKLMNPRTVWXYZ]{8}(?:[0-9]D?)?", NationalNumber.JudgeAusweis)],
        PiiType.FrNir =>
        [
            Rule("FR_NIR", $"[1-478]{Separator}[0-9]{{2}}{Separator}[0-9]{{2}}{Separator}(?:[0-9]{{2}}|2[ABab]){Separator}[0-9]{{3}}{Separator}[0-9]{{3}}{Separator}[0-9]{{2}}", NationalNumber.JudgeNir),
        ],
        _ => Others(type),
    };

    private static ImmutableArray<PatternRule> Others(PiiType type) => type switch
    {
        PiiType.InAadhaar => [PatternRule.Of("IN_AADHAAR", $"{Patterns.Start}[2-9][0-9]{{3}}{Separator}[0-9]{{4}}{Separator}[0-9]{{4}}(?:[ .\\-]?[0-9]|[A-Za-z_])?", NationalNumber.JudgeAadhaar)],
        PiiType.InPan => [Rule("IN_PAN", "[A-Za-z]{3}[ABCFGHJLPTKabcfghjlptk][A-Za-z][0-9]{4}[A-Za-z]", NationalNumber.JudgePan)],
        PiiType.BrCpf => [Rule("BR_CPF", @"[0-9]{3}[. ]?[0-9]{3}[. ]?[0-9]{3}[ \-]?[0-9]{2}", NationalNumber.JudgeCpf)],
        PiiType.BrCnpj => [Rule("BR_CNPJ", @"[0-9A-Za-z]{2}\.?[0-9A-Za-z]{3}\.?[0-9A-Za-z]{3}/?[0-9A-Za-z]{4}-?[0-9]{2}", NationalNumber.JudgeCnpj)],
        PiiType.CnResidentId => [Rule("CN_RESIDENT_ID", "[1-8][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx]", NationalNumber.JudgeResidentId)],
        PiiType.JpMyNumber => [Rule("JP_MY_NUMBER", $"[0-9]{{4}}{Separator}[0-9]{{4}}{Separator}[0-9]{{4}}", NationalNumber.JudgeMyNumber)],
        _ => [],
    };

    private static PatternRule Rule(string label, string pattern, PatternValidator validator) => PatternRule.Of(label, Patterns.Start + pattern + Patterns.Tail, validator);
}
