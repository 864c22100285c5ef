using System.Buffers;
using System.Globalization;

namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>Numbers that states give to people. What passes the checks of its format by chance too often needs a word of context before it.</summary>
internal static class NationalNumber
{
    private static readonly SearchValues<char> s_ausweis = SearchValues.Create("CFGHJKLMNPRTVWXYZ0123456789");
    private static readonly Context s_ssn = new("ssn", "ssns", "ss#", "social security", "social-security", "socialsecurity", "soc sec", "social sec");
    private static readonly Context s_nino = new("nino", "national insurance", "national-insurance", "nationalinsurance", "ni number", "ni no", "insurance number");
    private static readonly Context s_nhs = new("nhs");
    private static readonly Context s_tax = new("steuer", "idnr", "id-nr", "identifikationsnummer", "tax id", "tax-id", "taxid", "tax number", "tax identification", "tin");
    private static readonly Context s_card = new("ausweis", "personalausweis", "perso", "identity card", "id card", "id-card", "idd<<", "identitätskarte");
    private static readonly Context s_aadhaar = new("aadhaar", "aadhar", "adhaar", "adhar", "uidai", "uid", "आधार");
    private static readonly Context s_pan = new("pan", "pancard", "permanent account");
    private static readonly Context s_cpf = new("cpf", "cadastro de pessoa", "contribuinte");
    private static readonly Context s_cnpj = new("cnpj", "cadastro nacional");
    private static readonly Context s_my = new("my number", "mynumber", "my-number", "my_number", "individual number", "マイナンバー", "個人番号");

    /// <summary>SSA: the area is not 000, 666 or above 899, the group not 00, the serial not 0000; two numbers that were printed in advertisements are void. Other than with hyphens: by context.</summary>
    public static Range? JudgeSsn(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        Span<char> digits = stackalloc char[9];
        if (NumberText.Collect(text, digits) != 9 || NumberText.GoesOn(before)) return null;
        if (digits[0] == '9' || digits.StartsWith("000") || digits.StartsWith("666") || digits[3..5] is "00" || digits[5..] is "0000" || digits is "078051120" or "219099999") return null;
        return NumberText.Has(text, "000-00-0000") ? Context.NamesOther(before) ? null : .. : s_ssn.Names(before) ? .. : null;
    }

    /// <summary>HMRC, NIM39110: prefixes that are not given are BG, GB, KN, NK, NT, TN and ZZ. Other than in capitals and pairs: by context.</summary>
    public static Range? JudgeNino(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        Span<char> characters = stackalloc char[9];
        if (NumberText.Collect(text, characters) != 9 || NumberText.GoesOn(before) || characters[..2] is "BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ") return null;
        return (text.Count(' ') == 4 && char.IsUpper(text[0]) && char.IsUpper(text[1]) && char.IsUpper(text[^1])) || s_nino.Names(before) ? .. : null;
    }

    public static Range? JudgeNhs(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        Span<char> digits = stackalloc char[10];
        return NumberText.Collect(text, digits) == 10 && Checksums.IsNhs(digits) && s_nhs.Names(before) ? .. : null;
    }

    /// <summary>BZSt, § 139b AO: of the first ten digits just one stands twice or thrice, the others once at most. In other groups than 2-3-3-3: by context.</summary>
    public static Range? JudgeTaxId(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        Span<char> digits = stackalloc char[11];
        if (NumberText.Collect(text, digits) != 11 || NumberText.GoesOn(before) || !Checksums.IsMod11Of10(digits)) return null;
        Span<int> counts = stackalloc int[10];
        counts.Clear();
        foreach (var one in digits[..10]) counts[one - '0']++;
        if (counts.ContainsAnyInRange(4, 10) || counts.Count(2) + counts.Count(3) != 1) return null;
        return NumberText.Has(text, "00 000 000 000") || s_tax.Names(before) ? .. : null;
    }

    /// <summary>BSI TR-03127 and ICAO 9303-5: nine characters without vowels, on the back with a check digit; always by context.</summary>
    public static Range? JudgeAusweis(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        if (!s_card.Names(before)) return null;
        var characters = text[^1] == 'D' && text.Length == 11 ? text[..^1] : text;
        if (characters.IndexOfAnyExcept(s_ausweis) >= 0 || characters.IndexOfAnyInRange('0', '9') < 0) return null;
        return characters.Length == 9 || (characters.Length == 10 && Checksums.IsIcao(characters)) ? .. : null;
    }

    public static Range? JudgeNir(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        Span<char> characters = stackalloc char[15];
        if (NumberText.Collect(text, characters) != 15 || NumberText.GoesOn(before)) return null;
        var month = Number(characters[3..5]);
        return month is (>= 1 and <= 12) or (>= 20 and <= 42) or >= 50 && Checksums.IsNir(characters) ? .. : null;
    }

    /// <summary>UIDAI: does not begin with 0 or 1. In other groups than 4 4 4, or with more digits behind it: by context.</summary>
    public static Range? JudgeAadhaar(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        Span<char> digits = stackalloc char[12];
        var isLonger = NumberText.Collect(text, digits) > 12;
        var end = isLonger ? NumberText.EndOf(text, 12) : text.Length;
        if (end < 0 || (isLonger && text[end] != ' ') || NumberText.GoesOn(before) || !Checksums.IsVerhoeff(digits)) return null;
        var stands = !isLonger && NumberText.Has(text, "0000 0000 0000") && !(before.Length > 1 && before[^1] == ' ' && char.IsAsciiDigit(before[^2]));
        return (stands && !Context.NamesOther(before)) || s_aadhaar.Names(before) ? ..end : null;
    }

    /// <summary>Income Tax Department of India: the fourth letter is the holder's kind. In small letters: by context.</summary>
    public static Range? JudgePan(ReadOnlySpan<char> text, ReadOnlySpan<char> before) =>
        text.Length != 10 || NumberText.GoesOn(before) ? null : !text.ContainsAnyInRange('a', 'z') || s_pan.Names(before) ? .. : null;

    /// <summary>Eleven equal digits pass the checks and are void. Without its points and hyphen: by context.</summary>
    public static Range? JudgeCpf(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        Span<char> digits = stackalloc char[11];
        if (NumberText.Collect(text, digits) != 11 || NumberText.GoesOn(before) || !digits.ContainsAnyExcept(digits[0]) || !Checksums.IsCpf(digits)) return null;
        return NumberText.Has(text, "000.000.000-00") || s_cpf.Names(before) ? .. : null;
    }

    /// <summary>With letters in its first twelve characters since July 2026 (IN RFB 2229). Without its signs: by context.</summary>
    public static Range? JudgeCnpj(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        Span<char> characters = stackalloc char[14];
        if (NumberText.Collect(text, characters) != 14 || NumberText.GoesOn(before) || !characters.ContainsAnyExcept(characters[0]) || !Checksums.IsCnpj(characters)) return null;
        return text.Length == 18 || s_cnpj.Names(before) ? .. : null;
    }

    /// <summary>GB 11643-1999: a province, a date of birth that exists, and the check character.</summary>
    public static Range? JudgeResidentId(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        Span<char> characters = stackalloc char[18];
        if (NumberText.Collect(text, characters) != 18 || NumberText.GoesOn(before) || !Checksums.IsMod11Of2(characters)) return null;
        var isProvince = Number(characters[..2]) is (>= 11 and <= 15) or (>= 21 and <= 23) or (>= 31 and <= 37) or (>= 41 and <= 46) or (>= 50 and <= 54) or (>= 61 and <= 65) or 71 or 81 or 82 or 83;
        return isProvince && DateOnly.TryParseExact(characters[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? .. : null;
    }

    public static Range? JudgeMyNumber(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        Span<char> digits = stackalloc char[12];
        return NumberText.Collect(text, digits) == 12 && Checksums.IsMyNumber(digits) && s_my.Names(before) ? .. : null;
    }

    private static int Number(ReadOnlySpan<char> digits) => ((digits[0] - '0') * 10) + digits[1] - '0';
}
