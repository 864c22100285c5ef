using System.Buffers;
using System.Collections.Immutable;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>The values that the sidecar holds, as they are looked for in texts. Immutable.</summary>
internal sealed class HeldNeedles
{
    public const string Label = "HELD_CREDENTIAL";

    private readonly ImmutableArray<string> _values;
    private readonly SearchValues<string> _search;
    private readonly SearchValues<char> _firsts;
    private readonly int _longest;

    public HeldNeedles(ImmutableArray<string> values)
    {
        // The longest first: of two values of which one begins with the other, both are covered.
        _values = [.. values.Where(value => value.Length >= HeldValues.Least).OrderByDescending(value => value.Length)];
        _search = SearchValues.Create(_values.AsSpan(), StringComparison.Ordinal);
        _firsts = SearchValues.Create([.. _values.Select(value => value[0]).Distinct()]);
        _longest = _values.Select(value => value.Length).DefaultIfEmpty().Max();
    }

    public bool IsEmpty => _values.IsEmpty;

    /// <summary>Where the first value begins, and how long the longest that begins there is; -1 for none.</summary>
    public int IndexIn(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        var at = IsEmpty ? -1 : text.IndexOfAny(_search);
        if (at < 0) return -1;
        foreach (var value in _values)
        {
            if (!text[at..].StartsWith(value)) continue;
            length = value.Length;
            break;
        }

        return at;
    }

    /// <summary>Whether a longer value may begin where a whole one stands: the longest decides.</summary>
    public bool MayGrow(ReadOnlySpan<char> text)
    {
        foreach (var value in _values)
        {
            if (value.Length > text.Length && value.AsSpan().StartsWith(text)) return true;
        }

        return false;
    }

    /// <summary>How many characters at the end may be the beginning of a value, of which the rest is yet to come.</summary>
    public int OpenAtEnd(ReadOnlySpan<char> text)
    {
        var tail = text[^Math.Min(text.Length, Math.Max(0, _longest - 1))..];
        for (var at = tail.IndexOfAny(_firsts); at >= 0;)
        {
            foreach (var value in _values)
            {
                if (value.Length > tail.Length - at && value.AsSpan().StartsWith(tail[at..])) return tail.Length - at;
            }

            var next = tail[(at + 1)..].IndexOfAny(_firsts);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return 0;
    }
}
