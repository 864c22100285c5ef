using System.Globalization;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Pii;

/// <summary>Draws numbers of people by their published formats, in the forms in which they are written.</summary>
internal static class Numbers
{
    /// <summary>A card of one of the networks' ranges.</summary>
    public static string Card(Draw draw)
    {
        var (prefix, length) = draw.Of(("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16), ("34", 15), ("37", 15), ("6011", 16), ("65", 16), ("3530", 16), ("62", 16), ("2202", 16));
        return CheckDigits.Luhn(prefix + draw.Chars(Draw.Digits, length - prefix.Length - 1));
    }

    public static string PrintedCard(Draw draw, string card) =>
        draw.Of("", " ", "-") is { Length: > 0 } sign ? card.Length == 15 ? Group(card, sign, 4, 6, 5) : Group(card, sign, 4, 4, 4, 4) : card;

    public static string Iban(Draw draw)
    {
        var digits = (int count) => draw.Chars(Draw.Digits, count);
        var letters = (int count) => draw.Chars(Draw.Upper, count);
        var (country, account) = draw.Below(8) switch
        {
            0 => ("DE", digits(18)),
            1 => ("GB", letters(4) + digits(14)),
            2 => ("FR", digits(10) + draw.Chars(Draw.Upper + Draw.Digits, 11) + digits(2)),
            3 => ("NL", letters(4) + digits(10)),
            4 => ("ES", digits(20)),
            5 => ("NO", digits(11)),
            6 => ("PL", digits(24)),
            _ => ("CH", digits(5) + draw.Chars(Draw.Upper + Draw.Digits, 12)),
        };
        return CheckDigits.Iban(country, account);
    }

    public static string Ssn(Draw draw)
    {
        var area = draw.Between(1, 899);
        return string.Create(CultureInfo.InvariantCulture, $"{(area == 666 ? 667 : area):000}{draw.Between(1, 99):00}{draw.Between(1, 9999):0000}");
    }

    public static string Nino(Draw draw)
    {
        while (true)
        {
            var prefix = draw.Chars("ABCEGHJKLMNOPRSTWXYZ", 1) + draw.Chars("ABCEGHJKLMNPRSTWXYZ", 1);
            if (prefix is not ("BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ")) return prefix + draw.Chars(Draw.Digits, 6) + draw.Char("ABCD");
        }
    }

    public static string Nhs(Draw draw)
    {
        while (true)
        {
            if (CheckDigits.Nhs(draw.Of("4", "6", "7", "9") + draw.Chars(Draw.Digits, 8)) is { } number) return number;
        }
    }

    /// <summary>Ten digits of which one stands twice, and the check digit; the first is not 0.</summary>
    public static string TaxId(Draw draw)
    {
        while (true)
        {
            var digits = Draw.Digits.OrderBy(_ => draw.Next()).ToArray();
            digits[draw.Below(5)] = digits[draw.Between(5, 9)];
            if (digits[0] != '0') return CheckDigits.Mod11Of10(new(digits));
        }
    }

    public static string Ausweis(Draw draw) => draw.Chars("LMNPRTVWXY", 1) + draw.Chars("CFGHJKLMNPRTVWXYZ0123456789", 3) + draw.Chars(Draw.Digits, 2) + draw.Chars("CFGHJKLMNPRTVWXYZ0123456789", 3);

    public static string Nir(Draw draw) => CheckDigits.Nir(string.Create(CultureInfo.InvariantCulture,
        $"{draw.Of(1, 2)}{draw.Below(100):00}{draw.Between(1, 12):00}{(draw.Chance(10) ? draw.Of("2A", "2B") : draw.Between(1, 95).ToString("00", CultureInfo.InvariantCulture))}{draw.Between(1, 899):000}{draw.Between(1, 899):000}"));

    public static string Aadhaar(Draw draw) => CheckDigits.Verhoeff(draw.Char("23456789") + draw.Chars(Draw.Digits, 10));

    public static string Pan(Draw draw) => draw.Chars(Draw.Upper, 3) + draw.Char("PPPPCHFATBLJG") + draw.Chars(Draw.Upper, 1) + draw.Chars(Draw.Digits, 4) + draw.Chars(Draw.Upper, 1);

    public static string Cpf(Draw draw) => CheckDigits.Cpf(draw.Chars(Draw.Digits, 8) + draw.Between(1, 9).ToString(CultureInfo.InvariantCulture));

    public static string Cnpj(Draw draw) => CheckDigits.Cnpj(draw.Chars(draw.Chance(25) ? Draw.Upper + Draw.Digits : Draw.Digits, 8) + "0001");

    public static string ResidentId(Draw draw)
    {
        DateOnly born = new(1930, 1, 1);
        var region = draw.Of("11", "31", "44", "51", "65") + draw.Chars(Draw.Digits, 4);
        return CheckDigits.Mod11Of2(region + born.AddDays(draw.Below(33_000)).ToString("yyyyMMdd", CultureInfo.InvariantCulture) + draw.Chars(Draw.Digits, 3));
    }

    public static string MyNumber(Draw draw) => CheckDigits.MyNumber(draw.Chars(Draw.Digits, 11));

    /// <summary>The number in groups of these sizes.</summary>
    public static string Group(string number, string sign, params int[] sizes)
    {
        List<string> groups = [];
        var at = 0;
        foreach (var size in sizes) groups.Add(number[at..(at += size)]);
        return string.Join(sign, groups);
    }

    /// <summary>The number in groups of four, as IBANs are printed.</summary>
    public static string Fours(string number, string sign = " ") => string.Join(sign, number.Chunk(4).Select(chunk => new string(chunk)));
}
