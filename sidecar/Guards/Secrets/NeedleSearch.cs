using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>
/// Whether any of some byte strings stands in a span: one pass whatever their number, sixteen places at a time. Three neighbouring bytes of each needle are its print; two tables for each of the
/// three tell by the halves of a byte which needles may have it there (the search of Hyperscan's "Teddy"), and only where all three agree a needle is compared. Time is linear: at each place
/// at most every needle is compared, and they were not chosen by who wrote the text.
/// </summary>
internal sealed class NeedleSearch
{
    private const int Print = 3;
    private const int Buckets = 8;

    private readonly (byte[] Bytes, int PrintAt)[][] _buckets;
    private readonly Vector128<byte>[] _low = new Vector128<byte>[Print];
    private readonly Vector128<byte>[] _high = new Vector128<byte>[Print];

    /// <summary>Each needle has three bytes at the least.</summary>
    public NeedleSearch(IReadOnlyCollection<byte[]> needles)
    {
        // The middle of a key is random; its beginning is often the same for all keys of a provider.
        _buckets = [.. Enumerable.Range(0, Buckets).Select(bucket => needles.Where((_, index) => index % Buckets == bucket).Select(needle => (needle, (needle.Length - Print) / 2)).ToArray())];
        for (var at = 0; at < Print; at++) (_low[at], _high[at]) = (Table(at, one => one & 15), Table(at, one => one >> 4));
    }

    public bool StandsIn(ReadOnlySpan<byte> text)
    {
        var last = text.Length - Print - Vector128<byte>.Count + 1;
        if (last < 0)
        {
            for (var at = 0; at + Print <= text.Length; at++)
            {
                if (StandsAt(text, at, byte.MaxValue)) return true;
            }

            return false;
        }

        for (var at = 0; at < last; at += Vector128<byte>.Count)
        {
            if (StandsFrom(text, at)) return true;
        }

        return StandsFrom(text, last);
    }

    /// <summary>Sixteen places from this one on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool StandsFrom(ReadOnlySpan<byte> text, int from)
    {
        var may = May(text, from, 0) & May(text, from, 1) & May(text, from, 2);
        return may != Vector128<byte>.Zero && StandsAmong(text, from, may);
    }

    private bool StandsAmong(ReadOnlySpan<byte> text, int from, Vector128<byte> may)
    {
        for (var lane = 0; lane < Vector128<byte>.Count; lane++)
        {
            if (may[lane] != 0 && StandsAt(text, from + lane, may[lane])) return true;
        }

        return false;
    }

    private bool StandsAt(ReadOnlySpan<byte> text, int printAt, byte buckets)
    {
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            if ((buckets & (1 << bucket)) == 0) continue;
            foreach (var (bytes, offset) in _buckets[bucket])
            {
                if (printAt >= offset && text[(printAt - offset)..].StartsWith(bytes)) return true;
            }
        }

        return false;
    }

    /// <summary>For sixteen places the needles that may have their byte of this number there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> May(ReadOnlySpan<byte> text, int from, int number)
    {
        var bytes = Vector128.Create(text.Slice(from + number, Vector128<byte>.Count));
        return LookUp(_low[number], bytes & Vector128.Create((byte)15)) & LookUp(_high[number], Vector128.ShiftRightLogical(bytes, 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> LookUp(Vector128<byte> table, Vector128<byte> indexes) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(table, indexes)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(table, indexes)
        : Vector128.Shuffle(table, indexes);

    private Vector128<byte> Table(int number, Func<byte, int> half)
    {
        var table = new byte[16];
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            foreach (var (bytes, offset) in _buckets[bucket]) table[half(bytes[offset + number])] |= (byte)(1 << bucket);
        }

        return Vector128.Create(table);
    }
}
