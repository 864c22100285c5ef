using System.Collections.Immutable;
using System.Globalization;

namespace AiGateway.Contracts.Patterns;

/// <summary>Reads the text of a pattern.</summary>
internal sealed class PatternParser(PatternCursor cursor)
{
    private const int MostNested = 100;
    private const int MostRepeated = 1000;
    private int _depth;

    /// <summary>The pattern; null where there is a problem.</summary>
    public static PatternNode? Parse(string text, bool ignoreCase, out string problem)
    {
        var cursor = new PatternCursor(text, ignoreCase);
        var node = new PatternParser(cursor).ReadChoice();
        if (!cursor.IsAtEnd) cursor.Fail("has a bracket ) too many");
        problem = cursor.Problem ?? "";
        return cursor.Problem is null ? node : null;
    }

    private PatternNode ReadChoice()
    {
        List<PatternNode> parts = [ReadSequence()];
        while (cursor.Take("|")) parts.Add(ReadSequence());
        return parts is [var only] ? only : new PatternNode.Choice([.. parts]);
    }

    private PatternNode.Sequence ReadSequence()
    {
        var parts = ImmutableArray.CreateBuilder<PatternNode>();
        while (!cursor.IsAtEnd && cursor.Here is not ('|' or ')')) parts.Add(ReadRepeated());
        return new(parts.ToImmutable());
    }

    private PatternNode ReadRepeated()
    {
        var one = ReadOne();
        if (ReadQuantifier() is not var (least, most)) return one;
        if (most < least) cursor.Fail("has a repetition whose most is below its least");
        if (least > MostRepeated || most > MostRepeated) cursor.Fail($"must not repeat more than {MostRepeated} times");
        if (cursor.Here is '?' or '+' or '*') cursor.Fail("must not have lazy, possessive or doubled quantifiers: the longest match is the match");
        return cursor.Problem is null ? new PatternNode.Repeat(one, least, most) : one;
    }

    private (int Least, int? Most)? ReadQuantifier()
    {
        if (cursor.Take("*")) return (0, null);
        if (cursor.Take("+")) return (1, null);
        if (cursor.Take("?")) return (0, 1);
        return ReadCount();
    }

    /// <summary>A brace that counts; any other stands for itself, as in JSON.</summary>
    private (int Least, int? Most)? ReadCount()
    {
        var end = cursor.Rest.IndexOf('}');
        if (cursor.Here != '{' || end < 0) return null;
        var inner = cursor.Rest[1..end];
        var comma = inner.IndexOf(',');
        if (!TryNumber(comma < 0 ? inner : inner[..comma], out var least)) return null;
        int? most = null;
        if (comma < 0) most = least;
        else if (comma < inner.Length - 1)
        {
            if (!TryNumber(inner[(comma + 1)..], out var number)) return null;
            most = number;
        }

        cursor.At += end + 1;
        return (least, most);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9')) return false;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)) number = int.MaxValue;
        return true;
    }

    private PatternNode ReadOne()
    {
        var character = cursor.Here;
        if (character is '*' or '+' or '?' || ReadCount() is not null)
        {
            cursor.Fail("has a quantifier with nothing before it");
            return Of(CharSet.None);
        }

        if (char.IsHighSurrogate(character) && cursor.Rest.Length > 1 && char.IsLowSurrogate(cursor.Rest[1]))
        {
            var low = cursor.Rest[1];
            cursor.At += 2;
            return new PatternNode.Sequence([Of(PatternEscapes.One(character)), Of(PatternEscapes.One(low))]);
        }

        cursor.At++;
        return character switch
        {
            '.' => Of(CharSet.Dot),
            '[' => Of(PatternClasses.Read(cursor)),
            '(' => ReadGroup(),
            '^' => new PatternNode.Where(new(PatternAssertionKind.TextStart, CharSet.None)),
            '$' => new PatternNode.Where(new(PatternAssertionKind.TextEnd, CharSet.None)),
            '\\' when cursor.Take("b") => new PatternNode.Where(new(PatternAssertionKind.Boundary, CharSet.Word)),
            '\\' when cursor.Take("B") => new PatternNode.Where(new(PatternAssertionKind.NoBoundary, CharSet.Word)),
            '\\' => Of(cursor.Fold(PatternEscapes.Read(cursor))),
            _ => Of(cursor.Fold(PatternEscapes.One(character))),
        };
    }

    private PatternNode ReadGroup()
    {
        if (ReadLook() is { } look) return look;
        if (!cursor.Take("?:") && cursor.Here == '?') cursor.Fail("must not have groups with names, flags or conditions, nor look-around but of one class");
        if (++_depth > MostNested) cursor.Fail($"must not nest groups more than {MostNested} deep");
        var inner = cursor.Problem is null ? ReadChoice() : Of(CharSet.None);
        _depth--;
        if (!cursor.Take(")")) cursor.Fail("has a bracket ( that nothing closes");
        return inner;
    }

    private PatternNode.Where? ReadLook()
    {
        PatternAssertionKind? kind = cursor.Take("?<!") ? PatternAssertionKind.NotAfter
            : cursor.Take("?<=") ? PatternAssertionKind.After
            : cursor.Take("?!") ? PatternAssertionKind.NotBefore
            : cursor.Take("?=") ? PatternAssertionKind.Before
            : null;
        if (kind is not { } known) return null;
        var one = ReadOne() as PatternNode.One;
        if (one is null || !cursor.Take(")")) cursor.Fail("must not look around at more than one character or class");
        return new(new(known, one?.Set ?? CharSet.None));
    }

    private static PatternNode.One Of(CharSet set) => new(set);
}
