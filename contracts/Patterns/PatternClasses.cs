namespace AiGateway.Contracts.Patterns;

/// <summary>Classes: <c>[a-z]</c>.</summary>
internal static class PatternClasses
{
    /// <summary>Reads on behind the bracket that opens.</summary>
    public static CharSet Read(PatternCursor cursor)
    {
        var negated = cursor.Take("^");
        List<CharRange> ranges = [];
        for (var first = true; first || cursor.Here != ']'; first = false)
        {
            if (cursor.Rest.StartsWith("[:", StringComparison.Ordinal)) cursor.Fail("must not have POSIX classes");
            else if (cursor.Rest.StartsWith("-[", StringComparison.Ordinal)) cursor.Fail("must not subtract classes");
            else if (cursor.IsAtEnd) cursor.Fail("has a class without an end");
            if (cursor.Problem is not null) return CharSet.None;
            ReadPart(cursor, ranges);
        }

        cursor.At++;
        var set = cursor.Fold(CharSet.Of([.. ranges]));
        return negated ? set.Complement() : set;
    }

    private static void ReadPart(PatternCursor cursor, List<CharRange> ranges)
    {
        var set = ReadOne(cursor);
        if (cursor.Here != '-' || cursor.Rest.Length < 2 || cursor.Rest[1] == ']')
        {
            ranges.AddRange(set.Ranges);
            return;
        }

        cursor.At++;
        var last = ReadOne(cursor);
        if (Single(set) is { } from && Single(last) is { } to && from <= to) ranges.Add(new(from, to));
        else cursor.Fail("has a range whose ends are not two characters in order");
    }

    private static CharSet ReadOne(PatternCursor cursor)
    {
        if (cursor.Take("\\")) return PatternEscapes.Read(cursor);
        var character = cursor.Here;
        if (char.IsSurrogate(character)) cursor.Fail("must not have a character beyond U+FFFF in a class; write (?:x|y)");
        cursor.At++;
        return PatternEscapes.One(character);
    }

    private static char? Single(CharSet set) => set.Ranges is [var only] && only.First == only.Last ? only.First : null;
}
