using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>
/// The credentials that this sidecar holds, as they may stand in bytes: as they are, as JSON writes them in its usual ways, and percent-encoded. No agent was given one and no provider has a
/// reason to tell one, so that finding one is never a false alarm. Of a long value its beginning counts. Immutable; built with the snapshot.
/// </summary>
internal sealed class HeldValues
{
    /// <summary>Shorter values are words that stand in ordinary text, in characters.</summary>
    public const int Least = 8;

    /// <summary>Of a longer form this many bytes are looked for.</summary>
    public const int Most = 512;

    private readonly byte[][] _needles;
    private readonly NeedleSearch? _search;
    private readonly SearchValues<byte> _firsts;
    private readonly int _longest;

    public HeldValues(IEnumerable<string> values)
    {
        Values = [.. values.Where(value => value.Length >= Least).Distinct(StringComparer.Ordinal)];
        _needles = [.. Values.SelectMany(FormsOf).Distinct(StringComparer.Ordinal).Select(form => Encoding.UTF8.GetBytes(form)).Select(bytes => bytes.Length <= Most ? bytes : bytes[..Most])];
        _longest = _needles.Select(needle => needle.Length).DefaultIfEmpty().Max();
        _firsts = SearchValues.Create(Array.ConvertAll(_needles, static needle => needle[0]));
        _search = _needles.Length == 0 ? null : new(_needles);
    }

    public static HeldValues None { get; } = new([]);

    /// <summary>The values that are looked for.</summary>
    public ImmutableArray<string> Values { get; }

    public bool IsEmpty => _search is null;

    /// <summary>Whether one of the values stands in the bytes.</summary>
    public bool StandIn(ReadOnlySpan<byte> bytes) => _search is not null && _search.StandsIn(bytes);

    /// <summary>Whether one of the values stands in the bytes, also across the seams of their parts.</summary>
    public bool StandIn(in ReadOnlySequence<byte> bytes)
    {
        if (_search is null) return false;
        if (bytes.IsSingleSegment) return _search.StandsIn(bytes.FirstSpan);
        Span<byte> seam = stackalloc byte[2 * Most];
        var kept = 0;
        foreach (var part in bytes)
        {
            var span = part.Span;
            if (_search.StandsIn(span)) return true;
            var head = span[..Math.Min(span.Length, _longest - 1)];
            head.CopyTo(seam[kept..]);
            if (_search.StandsIn(seam[..(kept + head.Length)])) return true;
            kept = Keep(seam, kept + head.Length, span);
        }

        return false;
    }

    /// <summary>How many bytes at the end may be the beginning of a value, of which the rest is yet to come.</summary>
    public int OpenAtEnd(ReadOnlySpan<byte> bytes)
    {
        var tail = bytes[^Math.Min(bytes.Length, Math.Max(0, _longest - 1))..];
        for (var at = tail.IndexOfAny(_firsts); at >= 0;)
        {
            foreach (var needle in _needles)
            {
                if (needle.Length > tail.Length - at && needle.AsSpan().StartsWith(tail[at..])) return tail.Length - at;
            }

            var next = tail[(at + 1)..].IndexOfAny(_firsts);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return 0;
    }

    /// <summary>Puts the last bytes before the next part to the front of the seam: too few for a whole value.</summary>
    private int Keep(Span<byte> seam, int filled, ReadOnlySpan<byte> part)
    {
        var from = part.Length >= _longest - 1 ? part : seam[..filled];
        var last = from[^Math.Min(from.Length, _longest - 1)..];
        last.CopyTo(seam);
        return last.Length;
    }

    private static IEnumerable<string> FormsOf(string value)
    {
        var json = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);
        return [value, json, json.Replace("/", @"\/", StringComparison.Ordinal), JavaScriptEncoder.Default.Encode(value), Uri.EscapeDataString(value)];
    }
}
