using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Shapes;

/// <summary>
/// Which characters nobody sees (Unicode 16: Default_Ignorable_Code_Point, and the controls of UAX 9), and where they are needed: joiners in emoji (UTS 51) and in scripts that have them,
/// marks of direction behind letters that run to the left, tags in the flags of UTS 51, variation selectors behind what has variants. It looks at what stands before them alone.
/// </summary>
internal static class InvisibleCharacters
{
    /// <summary>The first half of the tags and of the supplementary variation selectors.</summary>
    public const char HighOfTags = '\udb40';

    private const int CancelTag = 0xE007F;
    private const int BlackFlag = 0x1F3F4;

    /// <summary>The flags that are made of tags: of England, Scotland and Wales (UTS 51, ED-14b).</summary>
    private static readonly string[] s_flags = ["gbeng", "gbsct", "gbwls"];

    /// <summary>The kind of the character that ends at this place, and its length; null where it is to be seen, or needed.</summary>
    public static InvisibleKind? KindOf(ReadOnlySpan<char> chars, int at, out int length)
    {
        var one = chars[at];
        length = 1;
        if (char.IsLowSurrogate(one)) return at > 0 && chars[at - 1] == HighOfTags ? KindOfSupplementary(chars, at, out length) : null;
        if (one is '\u202a' or '\u202b' or '\u202c' or '\u202d' or '\u202e' or (>= '\u2066' and <= '\u2069')) return InvisibleKind.Bidi;
        if (one is '\u200e' or '\u200f' or '\u061c') return FollowsLeftwardText(chars[..at]) ? null : InvisibleKind.Bidi;
        if (one is '\u200c' or '\u200d') return Joins(chars[..at]) ? null : InvisibleKind.ZeroWidth;
        if (one is >= '\ufe00' and <= '\ufe0f') return HasVariants(chars[..at]) ? null : InvisibleKind.Tags;
        if (one == '\ufeff') return at == 0 ? null : InvisibleKind.ZeroWidth; // A byte order mark at the text's start.
        return one is '\u200b' or '\u00ad' or '\u034f' or '\u115f' or '\u1160' or '\u17b4' or '\u17b5' or '\u180e' or (>= '\u2060' and <= '\u2065') or (>= '\u206a' and <= '\u206f') or '\u3164' or '\uffa0'
            ? InvisibleKind.ZeroWidth
            : null;
    }

    private static InvisibleKind? KindOfSupplementary(ReadOnlySpan<char> chars, int at, out int length)
    {
        length = 2;
        var point = char.ConvertToUtf32(chars[at - 1], chars[at]);
        var before = chars[..(at - 1)];
        if (point is >= 0xE0100 and <= 0xE01EF) return IsIdeograph(LastOf(before)) ? null : InvisibleKind.Tags;
        return point <= CancelTag && !IsInFlag(before, point) ? InvisibleKind.Tags : null;
    }

    /// <summary>Whether the tag goes on with the name of a flag that has begun.</summary>
    private static bool IsInFlag(ReadOnlySpan<char> before, int tag)
    {
        var name = tag == CancelTag ? "" : $"{(char)(tag - 0xE0000)}";
        while (before is [.., HighOfTags, var low] && name.Length < 6)
        {
            name = (char)(char.ConvertToUtf32(HighOfTags, low) - 0xE0000) + name;
            before = before[..^2];
        }

        return LastOf(before) == BlackFlag && (tag == CancelTag ? s_flags.Contains(name) : Array.Exists(s_flags, flag => flag.StartsWith(name, StringComparison.Ordinal)));
    }

    /// <summary>Whether a joiner stands behind something that is joined: an emoji, or a letter of a script whose letters join or form clusters.</summary>
    private static bool Joins(ReadOnlySpan<char> before)
    {
        var last = LastOf(before);
        if (last is 0xFE0F || IsPicture(last)) return true;
        return last is (>= 0x0600 and <= 0x07FF) or (>= 0x0840 and <= 0x0DFF) or (>= 0x0E80 and <= 0x0EFF) or (>= 0x0F00 and <= 0x109F) or (>= 0x1780 and <= 0x18AF) or (>= 0xFB50 and <= 0xFDFF)
            or (>= 0xFE70 and <= 0xFEFC);
    }

    private static bool IsPicture(int point) => point is (>= 0x1F000 and <= 0x1FAFF) or (>= 0x2190 and <= 0x2BFF);

    private static bool IsIdeograph(int point) => point is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF);

    /// <summary>Symbols, digits of key caps, ideographs, letters of Mongolian and Myanmar; a selector behind another selects nothing.</summary>
    private static bool HasVariants(ReadOnlySpan<char> before)
    {
        var last = LastOf(before);
        return IsPicture(last) || IsIdeograph(last) || last is (>= '0' and <= '9') or '#' or '*' or 0xA9 or 0xAE or (>= 0x2010 and <= 0x218F and not (>= 0x2028 and <= 0x202F) and not (>= 0x2060 and <= 0x206F))
            or (>= 0x1000 and <= 0x109F) or (>= 0x1800 and <= 0x18AF) or (>= 0x3000 and <= 0x33FF) or (>= 0xA840 and <= 0xA877);
    }

    /// <summary>Whether letters that run to the left stand not far before: there marks of direction are needed behind words that run to the right.</summary>
    private static bool FollowsLeftwardText(ReadOnlySpan<char> before)
    {
        foreach (var one in before[Math.Max(0, before.Length - 64)..])
        {
            if (one is (>= '\u0590' and <= '\u08ff') or (>= '\ufb1d' and <= '\ufdff') or (>= '\ufe70' and <= '\ufefc')) return true;
        }

        return false;
    }

    private static int LastOf(ReadOnlySpan<char> before) => before switch
    {
        [] => -1,
        [.., var high, var low] when char.IsSurrogatePair(high, low) => char.ConvertToUtf32(high, low),
        [.., var one] => one,
    };
}
