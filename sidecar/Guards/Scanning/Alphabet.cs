using AiGateway.Contracts.Patterns;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>The characters as one pattern tells them apart: those that belong to the same of its sets are one letter. Two levels of tables, of which most pages are the same.</summary>
internal sealed class Alphabet
{
    private const int PageSize = 256;
    private readonly ushort[] _pages = new ushort[PageSize];
    private readonly ushort[] _letters;
    private readonly char[] _examples;

    public Alphabet(IEnumerable<CharSet> sets)
    {
        var known = sets.ToList();
        int[] cuts = [.. known.SelectMany(set => set.Ranges).SelectMany(range => new int[] { range.First, range.Last + 1 }).Append(0).Where(cut => cut <= char.MaxValue).Distinct().Order()];
        var letterOf = new int[cuts.Length];
        var count = 1;
        foreach (var set in known) count = Refine(cuts, letterOf, set);
        _examples = new char[count];
        for (var index = cuts.Length - 1; index >= 0; index--) _examples[letterOf[index]] = (char)cuts[index];
        _letters = Tabulate(cuts, letterOf);
    }

    /// <summary>How many letters there are; they are numbered from 0.</summary>
    public int Count => _examples.Length;

    /// <summary>The letter of a character.</summary>
    public int this[char character] => _letters[(_pages[character >> 8] * PageSize) + (character & (PageSize - 1))];

    /// <summary>A character of the letter.</summary>
    public char ExampleOf(int letter) => _examples[letter];

    private static int Refine(int[] cuts, int[] letterOf, CharSet set)
    {
        Dictionary<(int, bool), int> known = [];
        for (var index = 0; index < cuts.Length; index++)
        {
            var key = (letterOf[index], set.Contains((char)cuts[index]));
            if (!known.TryGetValue(key, out var letter)) known[key] = letter = known.Count;
            letterOf[index] = letter;
        }

        return known.Count;
    }

    private ushort[] Tabulate(int[] cuts, int[] letterOf)
    {
        List<ushort> letters = [];
        Dictionary<string, ushort> known = new(StringComparer.Ordinal);
        var page = new char[PageSize];
        var cut = 0;
        for (var at = 0; at <= char.MaxValue; at++)
        {
            if (cut + 1 < cuts.Length && cuts[cut + 1] == at) cut++;
            page[at % PageSize] = (char)letterOf[cut];
            if (at % PageSize != PageSize - 1) continue;
            var text = new string(page);
            if (!known.TryGetValue(text, out var number))
            {
                known[text] = number = (ushort)known.Count;
                foreach (var letter in page) letters.Add(letter);
            }

            _pages[at / PageSize] = number;
        }

        return [.. letters];
    }
}
