namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>IBANs (ISO 13616): the length of the country's in the registry (SWIFT, release 99), and the check digits.</summary>
internal static class Iban
{
    public const string Pattern = Patterns.Start + @"[A-Za-z]{2}[0-9]{2}(?:[ \-\u00A0\u202F]?[0-9A-Za-z]){11,30}(?![0-9A-Za-z_])";

    private const string Lengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26"
        + "IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23"
        + "ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

    public static Range? Judge(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        var length = LengthOf(char.ToUpperInvariant(text[0]), char.ToUpperInvariant(text[1]));
        var end = length == 0 ? -1 : NumberText.EndOf(text, length);
        if (end < 0 || NumberText.GoesOn(before)) return null;
        Span<char> characters = stackalloc char[34];
        NumberText.Collect(text[..end], characters);
        return Checksums.IsIban(characters[..length]) ? ..end : null;
    }

    private static int LengthOf(char first, char second)
    {
        for (var index = 0; index < Lengths.Length; index += 4)
        {
            if (Lengths[index] == first && Lengths[index + 1] == second) return ((Lengths[index + 2] - '0') * 10) + Lengths[index + 3] - '0';
        }

        return 0;
    }
}
