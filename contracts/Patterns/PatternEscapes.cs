using System.Globalization;

namespace AiGateway.Contracts.Patterns;

/// <summary>What stands behind a backslash, outside of classes and within them.</summary>
internal static class PatternEscapes
{
    /// <summary>Reads on behind the backslash; the set of one character is that character.</summary>
    public static CharSet Read(PatternCursor cursor)
    {
        if (cursor.IsAtEnd)
        {
            cursor.Fail("must not end in a backslash");
            return CharSet.None;
        }

        var character = cursor.Here;
        cursor.At++;
        return character switch
        {
            'd' => CharSet.Digits,
            'D' => CharSet.Digits.Complement(),
            'w' => CharSet.Word,
            'W' => CharSet.Word.Complement(),
            's' => CharSet.Space,
            'S' => CharSet.Space.Complement(),
            'p' => Category(cursor),
            'P' => Category(cursor).Complement(),
            't' => One('\t'),
            'n' => One('\n'),
            'r' => One('\r'),
            'f' => One('\f'),
            'v' => One('\v'),
            'a' => One('\a'),
            'e' => One('\e'),
            '0' when !char.IsAsciiDigit(cursor.Here) => One('\0'),
            'x' => Hex(cursor, 2),
            'u' => Hex(cursor, 4),
            _ => Literal(cursor, character),
        };
    }

    public static CharSet One(char character) => CharSet.Of(new CharRange(character, character));

    private static CharSet Literal(PatternCursor cursor, char character)
    {
        if (character is >= '0' and <= '9' or 'k') cursor.Fail("must not have back-references: they take more than linear time");
        else if (char.IsLetterOrDigit(character) || char.IsSurrogate(character)) cursor.Fail($"has an unknown escape: \\{(char.IsSurrogate(character) ? '?' : character)}");
        return One(character);
    }

    private static CharSet Hex(PatternCursor cursor, int digits)
    {
        if (cursor.Rest.Length >= digits && ushort.TryParse(cursor.Rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            cursor.At += digits;
            return One((char)value);
        }

        cursor.Fail($"must have {digits} hexadecimal digits behind \\{(digits == 2 ? 'x' : 'u')}");
        return CharSet.None;
    }

    private static CharSet Category(PatternCursor cursor)
    {
        var end = cursor.Rest.IndexOf('}');
        var name = cursor.Here == '{' && end > 0 ? cursor.Rest[1..end].ToString() : "";
        if (CharSet.OfCategory(name) is { } set)
        {
            cursor.At += end + 1;
            return set;
        }

        cursor.Fail("must have a general category of Unicode behind \\p, as in \\p{L}");
        return CharSet.None;
    }
}
