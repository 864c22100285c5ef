using System.Buffers;

namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>
/// Words that say what the number behind them is. The nearest word decides: behind "card for order" stands an order. Only what stands before a number counts, so that a text that
/// comes in pieces need not wait for what follows.
/// </summary>
internal sealed class Context
{
    /// <summary>How far before a number its word may stand, in characters.</summary>
    public const int Reach = 56;

    private const int Compound = 5;

    /// <summary>Numbers of things, not of people.</summary>
    private static readonly string[] s_others =
    [
        "order", "invoice", "ticket", "reference", "ref", "tracking", "isbn", "issn", "ean", "upc", "gtin", "sku", "part no", "part number", "serial", "commit", "sha", "hash", "build",
        "version", "uuid", "guid", "timestamp", "epoch", "offset", "port", "pid", "bytes", "size", "case", "batch", "lot", "bestellung", "rechnung", "commande", "facture", "pedido",
    ];

    private readonly string[] _words;
    private readonly int _own;
    private readonly SearchValues<string> _search;

    public Context(params string[] words)
    {
        (_words, _own) = ([.. words, .. s_others.Except(words, StringComparer.Ordinal)], words.Length);
        _search = SearchValues.Create(_words, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>None of a person.</summary>
    public static Context None { get; } = new();

    /// <summary>Whether the nearest word names it.</summary>
    public bool Names(ReadOnlySpan<char> before) => Nearest(before) is >= 0 and var index && index < _own;

    /// <summary>Whether the nearest word names something else.</summary>
    public bool NamesOther(ReadOnlySpan<char> before) => Nearest(before) >= _own;

    private int Nearest(ReadOnlySpan<char> before)
    {
        var (nearest, from) = (-1, Math.Max(0, before.Length - Reach));
        while (before[from..].IndexOfAny(_search) is >= 0 and var found)
        {
            from += found;
            var word = Longest(before, from);
            if (word >= 0) nearest = word;
            from++;
        }

        return nearest;
    }

    /// <summary>The longest word that stands at a place; -1 where none stands there as a word.</summary>
    private int Longest(ReadOnlySpan<char> text, int at)
    {
        var longest = -1;
        for (var index = 0; index < _words.Length; index++)
        {
            var word = _words[index];
            if ((longest < 0 || word.Length > _words[longest].Length) && text[at..].StartsWith(word, StringComparison.OrdinalIgnoreCase) && Stands(text, at, at + word.Length)) longest = index;
        }

        return longest;
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
