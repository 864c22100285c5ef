namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>
/// Phone numbers: with a plus sign by ITU-T E.164 (country codes, and the lengths of large countries' numbering plans); with 00 or in a national form behind a word that names a phone;
/// and the North American form <c>(415) 555-2671</c> or <c>415-555-2671</c> by itself (NANP: area and exchange begin with 2 to 9).
/// </summary>
internal static class PhoneNumber
{
    public const string International = @"(?<![0-9A-Za-z_+])(?:\+|00)[1-9](?:" + Between + @"{0,3}[0-9]){6,14}(?![0-9])";
    public const string National = @"(?<![0-9A-Za-z_+])\(?[0-9](?:" + Between + @"{0,3}[0-9]){6,13}(?![0-9])";

    private const string Between = @"[ .\-/()\u00A0\u202F\u2010-\u2013]";
    private const int Most = 15;

    private static readonly Context s_context = new(
        "phone", "tel", "telephone", "mobile", "mob", "cell", "cellphone", "fax", "whatsapp", "call me", "call us", "sms", "contact number", "telefon", "telefone", "téléphone", "teléfono",
        "telefono", "celular", "móvil", "movil", "portable", "handy", "rufnummer", "handynummer", "mobil", "mobilnummer", "numéro", "電話", "携帯", "电话", "手机", "手機", "फ़ोन", "फोन", "मोबाइल");

    /// <summary>Country codes of plans with few lengths: all digits, code and all.</summary>
    private static readonly (int Code, int Least, int Most)[] s_lengths =
    [
        (1, 11, 11), (7, 11, 11), (20, 11, 12), (27, 11, 11), (30, 12, 12), (31, 11, 11), (32, 10, 11), (33, 11, 11), (34, 11, 11), (36, 10, 11), (39, 9, 13), (40, 11, 11), (41, 11, 11),
        (44, 11, 12), (45, 10, 10), (46, 9, 12), (47, 10, 10), (48, 11, 11), (49, 9, 14), (52, 12, 13), (54, 12, 13), (55, 12, 13), (57, 12, 12), (60, 10, 12), (61, 11, 11), (62, 10, 14),
        (63, 11, 12), (64, 10, 12), (65, 10, 10), (66, 10, 11), (81, 11, 12), (82, 10, 12), (84, 11, 12), (86, 11, 13), (90, 12, 12), (91, 12, 12), (92, 11, 12), (98, 12, 12),
    ];

    public static Range? JudgeInternational(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        var from = text[0] == '+' ? 1 : 2;
        if (NumberText.GoesOn(before) || (from == 2 && !s_context.NamesRight(before))) return null;
        Span<char> digits = stackalloc char[Most];
        for (var end = text.Length; end > from; end = NumberText.Previous(text, end))
        {
            var trunk = text[from..end].IndexOf("(0)") >= 0 ? 1 : 0;
            var count = NumberText.Collect(text[from..end], digits) - trunk;
            if (count < 8) return null;
            if (count <= Most && IsLength(digits, count)) return ..end;
        }

        return null;
    }

    public static Range? JudgeNational(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        if (NumberText.GoesOn(before)) return null;
        var american = AmericanEnd(text);
        if (american > 0 && !Context.NamesOther(before) && (text[american - 5] == '-' || s_context.NamesRight(before))) return ..american;
        if (!s_context.NamesRight(before) || NumberText.Has(text, "0000-00-00") || IsDotted(text)) return null;
        return ..text.Length;
    }

    private static bool IsLength(ReadOnlySpan<char> digits, int count)
    {
        var two = ((digits[0] - '0') * 10) + digits[1] - '0';
        if (two is 28 or 83 or 89) return false;
        foreach (var (code, least, most) in s_lengths)
        {
            if (code == two || code == two / 10) return count >= least && count <= most;
        }

        return true;
    }

    /// <summary>Where a number of the North American form ends, with which the text begins; 0 where it does not, or goes on as another number.</summary>
    private static int AmericanEnd(ReadOnlySpan<char> text)
    {
        var end = 0;
        foreach (var shape in (ReadOnlySpan<string>)["000-000-0000", "(000) 000-0000", "(000)000-0000", "000.000.0000", "000 000 0000"])
        {
            if (text.Length >= shape.Length && NumberText.Has(text[..shape.Length], shape)) end = shape.Length;
        }

        if (end == 0 || (end < text.Length && text[end] is '-' or '.' or '/')) return 0;
        var area = text[0] == '(' ? 1 : 0;
        return text[area] is >= '2' && text[end - 8] is >= '2' ? end : 0;
    }

    /// <summary>Whether it is four numbers with points between, as addresses and versions are written.</summary>
    private static bool IsDotted(ReadOnlySpan<char> text) => text.Count('.') == 3 && text.IndexOfAnyExcept("0123456789.") < 0;
}
