using System.Text;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// The form in which a denial compares names, since a tool server's idea of equal names is not known: without escapes, in lower case, without characters that nobody sees, and with
/// the letters that Unicode calls compatible with ASCII's as those. Look-alikes of other scripts are other letters: no wildcard allows them. Own tables, because the
/// process runs without the framework's.
/// </summary>
internal static class LooseText
{
    /// <summary>How often an escape may stand within an escape.</summary>
    private const int MostEscapes = 4;

    private const int FullwidthToAscii = 0xFEE0;
    private const int MathLetters = 0x1D400;
    private const int MathDigits = 0x1D7CE;
    private const int Alphabet = 26;

    public static string Of(string text)
    {
        var plain = Unescape(text);
        var folded = new StringBuilder(plain.Length);
        foreach (var rune in plain.EnumerateRunes())
        {
            if (!IsUnseen(rune.Value)) folded.Append(Rune.ToLowerInvariant(Compatible(rune)).ToString());
        }

        return folded.ToString();
    }

    private static string Unescape(string text)
    {
        for (var round = 0; round < MostEscapes && text.Contains('%', StringComparison.Ordinal); round++) text = Uri.UnescapeDataString(text);
        return text;
    }

    /// <summary>Controls, and what Unicode lists as Default_Ignorable_Code_Point (DerivedCoreProperties).</summary>
    private static bool IsUnseen(int code) => code is < 0x20 or >= 0x7F and < 0xA0
        or 0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F)
        or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F)
        or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8)
        or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF);

    /// <summary>Of UnicodeData's compatibility mappings those of one letter, digit or sign of ASCII.</summary>
    private static Rune Compatible(Rune rune) => rune.Value switch
    {
        < 0x80 => rune,
        >= 0xFF01 and <= 0xFF5E => new Rune(rune.Value - FullwidthToAscii),
        >= 0x24B6 and <= 0x24CF => new Rune('a' + rune.Value - 0x24B6),
        >= 0x24D0 and <= 0x24E9 => new Rune('a' + rune.Value - 0x24D0),
        >= MathLetters and < 0x1D6A4 => new Rune('a' + ((rune.Value - MathLetters) % Alphabet)),
        >= MathDigits and <= 0x1D7FF => new Rune('0' + ((rune.Value - MathDigits) % 10)),
        >= 0x2080 and <= 0x2089 => new Rune('0' + rune.Value - 0x2080),
        >= 0x2074 and <= 0x2079 => new Rune('0' + rune.Value - 0x2070),
        0xA0 or (>= 0x2000 and <= 0x200A) or 0x202F or 0x205F or 0x3000 => new Rune(' '),
        _ => new Rune(OfSymbol(rune)),
    };

    private static int OfSymbol(Rune rune) => rune.Value switch
    {
        0xAA => 'a',
        0x212C => 'b',
        0x2102 or 0x212D or 0x217D => 'c',
        0x2145 or 0x2146 or 0x217E => 'd',
        0x212F or 0x2130 or 0x2147 => 'e',
        0x2131 => 'f',
        0x210A => 'g',
        0x210B or 0x210C or 0x210D or 0x210E => 'h',
        0x2110 or 0x2111 or 0x2148 or 0x2139 or 0x2160 or 0x2170 => 'i',
        0x2149 => 'j',
        0x212A => 'k',
        0x2112 or 0x2113 or 0x217C => 'l',
        0x2133 or 0x217F => 'm',
        0x2115 => 'n',
        0xBA or 0x2134 => 'o',
        0x2119 => 'p',
        0x211A => 'q',
        0x211B or 0x211C or 0x211D => 'r',
        0x17F => 's',
        0x2164 or 0x2174 => 'v',
        0x2169 or 0x2179 => 'x',
        0x2124 or 0x2128 => 'z',
        0xB2 => '2',
        0xB3 => '3',
        0xB9 => '1',
        0x2070 => '0',
        0x2024 or 0xFE52 => '.',
        0xFE33 or 0xFE34 or 0xFE4D or 0xFE4E or 0xFE4F => '_',
        0xFE63 => '-',
        _ => rune.Value,
    };
}
