using System.Buffers;

namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>
/// Words that say what the number behind them is. Only what stands before a number counts, so that a text that comes in pieces need not wait for what follows. A word that names a thing
/// ("order no.") right before the number outweighs those before it.
/// </summary>
internal sealed class Context
{
    /// <summary>How far before a number its word may stand, in characters.</summary>
    public const int Reach = 56;

    private const int Compound = 5;

    /// <summary>Numbers of things, not of people.</summary>
    private static readonly Context s_others = new(
        "order", "invoice", "ticket", "reference", "ref", "tracking", "isbn", "issn", "ean", "upc", "gtin", "sku", "part", "serial", "commit", "sha", "hash", "build", "version", "uuid",
        "guid", "timestamp", "epoch", "offset", "port", "pid", "bytes", "size", "case", "batch", "lot", "bestellung", "rechnung", "commande", "facture", "pedido");

    /// <summary>What may stand between a word and its number.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_fillers = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "no", "nr", "num", "number", "numbers", "nummer", "numero", "id", "ids", "code", "is", "are", "was", "at", "on", "under", "or", "and", "to", "the", "my", "me", "office", "home", "work", "private",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly string[] _words;
    private readonly SearchValues<string> _search;

    public Context(params string[] words) => (_words, _search) = (words, SearchValues.Create(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a word of a thing stands right before the number.</summary>
    public static bool NamesOther(ReadOnlySpan<char> before) => s_others.StandsRight(before);

    /// <summary>Whether one of the words stands before the number, and behind it none of a thing right before the number.</summary>
    public bool Names(ReadOnlySpan<char> before) => IsNamed(Last(before), static _ => true);

    /// <summary>As <see cref="Names"/>, where the word stands right before the number, or before a list of which it is one.</summary>
    public bool NamesRight(ReadOnlySpan<char> before) => IsNamed(Last(before), IsGap);

    /// <summary>Whether one of the words stands right before what follows, whatever else does.</summary>
    public bool StandsRight(ReadOnlySpan<char> before) => Find(Last(before), IsGap) >= 0;

    private static ReadOnlySpan<char> Last(ReadOnlySpan<char> before) => before[^Math.Min(before.Length, Reach)..];

    private bool IsNamed(ReadOnlySpan<char> before, Func<ReadOnlySpan<char>, bool> isGap) => Find(before, isGap) is >= 0 and var end && !NamesOther(before[end..]);

    /// <summary>Where the last of the words ends that stands before such a gap; -1 for nowhere.</summary>
    private int Find(ReadOnlySpan<char> before, Func<ReadOnlySpan<char>, bool> isGap)
    {
        var end = -1;
        for (var from = 0; before[from..].IndexOfAny(_search) is >= 0 and var found;)
        {
            from += found;
            foreach (var word in _words)
            {
                if (before[from..].StartsWith(word, StringComparison.OrdinalIgnoreCase) && Stands(before, from, from + word.Length) && isGap(before[(from + word.Length)..])) end = Math.Max(end, from + word.Length);
            }

            from++;
        }

        return end;
    }

    /// <summary>Whether no words stand here but those that may: signs, digits and letters of scripts without spaces are none.</summary>
    private static bool IsGap(ReadOnlySpan<char> gap)
    {
        for (var at = 0; at < gap.Length; at++)
        {
            if (!char.IsAsciiLetter(gap[at])) continue;
            var start = at;
            while (at < gap.Length && char.IsAsciiLetter(gap[at]) && (at == start || !char.IsUpper(gap[at]) || char.IsUpper(gap[at - 1]))) at++;
            if (!s_fillers.Contains(gap[start..at])) return false;
            at--;
        }

        return true;
    }

    /// <summary>Whether it is no part of another word: names of code (<c>userPhone</c>, <c>phone_number</c>) are words side by side, long words may be the first of a compound, and scripts without spaces have no ends.</summary>
    private static bool Stands(ReadOnlySpan<char> text, int start, int end)
    {
        if (text[start] >= '\u0900') return true;
        if (start > 0 && char.IsLetter(text[start - 1]) && !(char.IsLower(text[start - 1]) && char.IsUpper(text[start]))) return false;
        if (end == text.Length || !char.IsLower(text[end]) || end - start >= Compound || !char.IsLetter(text[end - 1])) return true;
        return text[end] == 's' && (end + 1 == text.Length || !char.IsLower(text[end + 1]));
    }
}
