namespace AiGateway.Sidecar.Guards;

/// <summary>The part of a text that can still be looked at: from the oldest character that some check has not settled, and some before it, to the newest.</summary>
/// <param name="chars">The characters.</param>
/// <param name="start">Where the first of them stands in the text.</param>
/// <param name="fresh">From which index on they have not been read.</param>
internal readonly ref struct TextWindow(ReadOnlySpan<char> chars, long start, int fresh)
{
    /// <summary>How many characters before the oldest unsettled one are kept, for words of context: fewer only at the text's start.</summary>
    public const int LookBehind = 128;

    private readonly ReadOnlySpan<char> _chars = chars;

    public long Start => start;

    public int Fresh => fresh;

    public ReadOnlySpan<char> Chars => _chars;

    public long End => start + _chars.Length;

    /// <summary>The characters between two places of the text.</summary>
    public ReadOnlySpan<char> Slice(long from, long to) => _chars[(int)(from - start)..(int)(to - start)];
}
