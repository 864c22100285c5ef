using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AiGateway.Sidecar.Bodies;

/// <summary>
/// The member names of the objects that are open at one point of a JSON text, to find a repeated one. Names are unescaped and compared
/// whole; hashes only shorten the search, and are seeded by the process. Objects close in the reverse order of opening, so both tables are stacks and one object's names
/// lie side by side. Bounded in members and in bytes, so that neither memory nor work can be driven up.
/// </summary>
internal ref struct MemberNames : IDisposable
{
    public const int MaxDepth = 64;
    public const int MaxMembers = 8192;
    public const int MaxNameBytes = 1024;
    public const int MaxOpenBytes = 256 * 1024;

    private int[] _hashes = ArrayPool<int>.Shared.Rent(128);
    private int[] _ends = ArrayPool<int>.Shared.Rent(128);
    private byte[] _names = ArrayPool<byte>.Shared.Rent(2 * MaxNameBytes);
    private Marks _marks;
    private int _open;
    private int _count;

    public MemberNames()
    {
    }

    private readonly int Used => _count == 0 ? 0 : _ends[_count - 1];

    /// <summary>An object opens.</summary>
    public void Open() => _marks[_open++] = _count;

    /// <summary>The object that opened last closes, and its names are forgotten.</summary>
    public void Close() => _count = _marks[--_open];

    /// <summary>Adds the name that the reader stands on to the object that opened last; the name in clear is valid until the next call.</summary>
    public MemberVerdict TryAdd(ref readonly Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        name = default;
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > MaxNameBytes || _count == MaxMembers || Used + length > MaxOpenBytes) return MemberVerdict.TooMany;

        Grow((int)length);
        var start = Used;
        var end = start + reader.CopyString(_names.AsSpan(start));
        name = _names.AsSpan(start, end - start);
        var hash = new HashCode();
        hash.AddBytes(name);
        var code = hash.ToHashCode();
        if (Contains(_marks[_open - 1], code, name)) return MemberVerdict.Repeated;

        _hashes[_count] = code;
        _ends[_count++] = end;
        return MemberVerdict.New;
    }

    public readonly void Dispose()
    {
        ArrayPool<int>.Shared.Return(_hashes);
        ArrayPool<int>.Shared.Return(_ends);
        ArrayPool<byte>.Shared.Return(_names);
    }

    private readonly bool Contains(int mark, int hash, ReadOnlySpan<byte> name)
    {
        for (var from = mark; from < _count; from++)
        {
            var found = _hashes.AsSpan(from, _count - from).IndexOf(hash);
            if (found < 0) return false;
            from += found;
            var start = from == 0 ? 0 : _ends[from - 1];
            if (_names.AsSpan(start, _ends[from] - start).SequenceEqual(name)) return true;
        }

        return false;
    }

    private void Grow(int length)
    {
        if (_count == Math.Min(_hashes.Length, _ends.Length))
        {
            Grow(ref _hashes, _count * 2);
            Grow(ref _ends, _count * 2);
        }

        if (Used + length > _names.Length) Grow(ref _names, Math.Max(_names.Length * 2, Used + length));
    }

    [InlineArray(MaxDepth)]
    private struct Marks
    {
        private int _first;
    }

    private static void Grow<T>(ref T[] table, int size)
    {
        var grown = ArrayPool<T>.Shared.Rent(size);
        table.CopyTo(grown, 0);
        ArrayPool<T>.Shared.Return(table);
        table = grown;
    }
}
