using System.Collections.Immutable;
using System.Globalization;

namespace AiGateway.Contracts.Patterns;

/// <summary>A set of UTF-16 code units, as ranges in order that do not touch each other.</summary>
public sealed class CharSet
{
    private CharSet(ImmutableArray<CharRange> ranges) => Ranges = ranges;

    /// <summary>Nothing.</summary>
    public static CharSet None { get; } = new([]);

    /// <summary>Everything but a line feed: what <c>.</c> matches.</summary>
    public static CharSet Dot { get; } = Of(new CharRange('\n', '\n')).Complement();

    /// <summary>ASCII digits.</summary>
    public static CharSet Digits { get; } = Of(new CharRange('0', '9'));

    /// <summary>ASCII letters, digits and the underscore.</summary>
    public static CharSet Word { get; } = Of(new CharRange('0', '9'), new CharRange('A', 'Z'), new CharRange('_', '_'), new CharRange('a', 'z'));

    /// <summary>ASCII white space as RE2 has it: tab, line feed, form feed, carriage return, space.</summary>
    public static CharSet Space { get; } = Of(new CharRange('\t', '\n'), new CharRange('\f', '\r'), new CharRange(' ', ' '));

    /// <summary>The ranges.</summary>
    public ImmutableArray<CharRange> Ranges { get; }

    /// <summary>The set of these ranges, in any order.</summary>
    public static CharSet Of(params ReadOnlySpan<CharRange> ranges)
    {
        var sorted = ranges.ToArray();
        Array.Sort(sorted, static (left, right) => left.First.CompareTo(right.First));
        List<CharRange> merged = [];
        foreach (var range in sorted)
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1) merged[^1] = merged[^1] with { Last = (char)Math.Max(merged[^1].Last, range.Last) };
            else merged.Add(range);
        }

        return new([.. merged]);
    }

    /// <summary>The characters that the test holds for.</summary>
    public static CharSet Where(Func<char, bool> holds)
    {
        var ranges = ImmutableArray.CreateBuilder<CharRange>();
        for (var first = 0; first <= char.MaxValue; first++)
        {
            if (!holds((char)first)) continue;
            var last = first;
            while (last < char.MaxValue && holds((char)(last + 1))) last++;
            ranges.Add(new((char)first, (char)last));
            first = last;
        }

        return new(ranges.ToImmutable());
    }

    /// <summary>The characters of a general category of Unicode, <c>Lu</c>, or of all that begin with its letter, <c>L</c>; null where there is none.</summary>
    public static CharSet? OfCategory(string name)
    {
        var wanted = Enumerable.Range(0, s_categories.Length).Where(index => s_categories[index].StartsWith(name, StringComparison.Ordinal)).ToHashSet();
        return name.Length == 0 || wanted.Count == 0 ? null : Where(character => wanted.Contains((int)CharUnicodeInfo.GetUnicodeCategory(character)));
    }

    /// <summary>Whether the character belongs to it.</summary>
    public bool Contains(char character)
    {
        var (low, high) = (0, Ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (character < Ranges[middle].First) high = middle - 1;
            else if (character > Ranges[middle].Last) low = middle + 1;
            else return true;
        }

        return false;
    }

    /// <summary>What belongs to either.</summary>
    public CharSet Union(CharSet other) => Of([.. Ranges, .. other.Ranges]);

    /// <summary>What does not belong to it.</summary>
    public CharSet Complement()
    {
        var ranges = ImmutableArray.CreateBuilder<CharRange>();
        var next = 0;
        foreach (var range in Ranges)
        {
            if (range.First > next) ranges.Add(new((char)next, (char)(range.First - 1)));
            next = range.Last + 1;
        }

        if (next <= char.MaxValue) ranges.Add(new((char)next, char.MaxValue));
        return new(ranges.ToImmutable());
    }

    /// <summary>It, and the capital and the small letter of each of its letters by the invariant culture's simple mapping.</summary>
    public CharSet IgnoringCase()
    {
        List<CharRange> ranges = [.. Ranges];
        foreach (var cased in s_cased.Value.Where(Contains))
        {
            var (upper, lower) = (char.ToUpperInvariant(cased), char.ToLowerInvariant(cased));
            ranges.AddRange([new(upper, upper), new(lower, lower)]);
        }

        return Of([.. ranges]);
    }

    /// <summary>All that have another case.</summary>
    private static readonly Lazy<char[]> s_cased = new(() =>
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(value => (char)value).Where(value => char.ToUpperInvariant(value) != value || char.ToLowerInvariant(value) != value)]);

    /// <summary>In the order of <see cref="UnicodeCategory"/>.</summary>
    private static readonly string[] s_categories =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];
}
