namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>
/// Payment card numbers (ISO/IEC 7812): issuer ranges and lengths as the networks publish them, and the check digit. A number of more groups may hold a card and what follows it, so that
/// each group's end is tried.
/// </summary>
internal static class CardNumber
{
    public const string Pattern = Patterns.Start + @"[2-689][0-9](?:" + Patterns.Separator + @"?[0-9]){10,17}(?![0-9A-Za-z_])";

    private const int Least = 12;
    private static readonly Context s_context =
        new("card", "credit", "debit", "visa", "mastercard", "amex", "american express", "maestro", "unionpay", "carte", "karte", "tarjeta", "cartão", "cartao", "カード", "卡");

    /// <summary>From first number to last, as the digits that follow it: lengths of those that stand by themselves.</summary>
    private static readonly (int Digits, int First, int Last, int Length)[] s_ranges =
    [
        (1, 4, 4, 16), // Visa
        (2, 51, 55, 16), (4, 2221, 2720, 16), // Mastercard
        (2, 34, 34, 15), (2, 37, 37, 15), // American Express
        (4, 6011, 6011, 16), (3, 644, 649, 16), (2, 65, 65, 16), // Discover
        (4, 3528, 3589, 16), // JCB
        (2, 62, 62, 16), (2, 81, 82, 16), // UnionPay, RuPay
        (4, 2200, 2204, 16), // Mir
        (6, 506099, 506198, 16), (6, 508500, 508999, 16), (6, 606985, 607984, 16), (6, 606282, 606282, 16), (6, 979200, 979289, 16), // Verve, RuPay, Hipercard, Troy
        (4, 5018, 5020, 16), (4, 6759, 6763, 16), (4, 6304, 6304, 16), // Maestro
    ];

    /// <summary>Lengths that are rarer, or numbers of much else too: with a word of context alone.</summary>
    private static readonly (int Digits, int First, int Last, int Least, int Most)[] s_named =
    [
        (1, 4, 4, 13, 19), (2, 62, 62, 16, 19), (2, 50, 50, 12, 19), (2, 56, 69, 12, 19), (2, 30, 30, 14, 19), (2, 36, 36, 14, 19), (2, 38, 39, 14, 19), (4, 3528, 3589, 16, 19),
        (4, 2200, 2204, 16, 19),
    ];

    public static Range? Judge(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        if (NumberText.GoesOn(before)) return null;
        Span<char> digits = stackalloc char[19];
        for (var end = text.Length; end > 0; end = NumberText.Previous(text, end))
        {
            var count = NumberText.Collect(text[..end], digits);
            if (count < Least) return null;
            if (Checksums.IsLuhn(digits[..count]) && Is(text[..end], digits[..count], before)) return ..end;
        }

        return null;
    }

    private static bool Is(ReadOnlySpan<char> text, ReadOnlySpan<char> digits, ReadOnlySpan<char> before) =>
        IsIssued(digits) && IsGrouped(text) ? text.Length > digits.Length || !Context.NamesOther(before) : IsNamed(digits) && s_context.Names(before);

    private static bool IsIssued(ReadOnlySpan<char> digits)
    {
        foreach (var (length, first, last, size) in s_ranges)
        {
            if (digits.Length == size && Prefix(digits, length) is var prefix && prefix >= first && prefix <= last) return true;
        }

        return false;
    }

    private static bool IsNamed(ReadOnlySpan<char> digits)
    {
        if (IsIssued(digits)) return true;
        foreach (var (length, first, last, least, most) in s_named)
        {
            if (digits.Length >= least && digits.Length <= most && Prefix(digits, length) is var prefix && prefix >= first && prefix <= last) return true;
        }

        return false;
    }

    /// <summary>Whether it stands in one piece, or in the groups that are printed: four by four, or 4-6-5.</summary>
    private static bool IsGrouped(ReadOnlySpan<char> text)
    {
        var (group, groups) = (0, 0);
        foreach (var one in text)
        {
            if (char.IsAsciiDigit(one)) group++;
            else if (group == 4 || (group == 6 && groups == 1)) (group, groups) = (0, groups + 1);
            else return false;
        }

        return groups == 0 || group is 4 or 5;
    }

    private static int Prefix(ReadOnlySpan<char> digits, int length)
    {
        var prefix = 0;
        foreach (var one in digits[..length]) prefix = (prefix * 10) + one - '0';
        return prefix;
    }
}
