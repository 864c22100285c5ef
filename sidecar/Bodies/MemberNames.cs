using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AiGateway.Sidecar.Bodies;

/// <summary>
/// The member names of the objects that are open at one point of a JSON text, to find a repeated one. Names are unescaped and compared
/// whole; hashes, seeded by the process, only shorten the search. Objects close in the reverse order of opening, so names are a stack, and the slots that point
/// at them are cleared in the reverse order of filling, which keeps every chain of probes whole. Bounded in members and in bytes, and the work in both.
/// </summary>
internal ref struct MemberNames : IDisposable
{
    public const int MaxDepth = 64;
    public const int MaxMembers = 8192;
    public const int MaxNameBytes = 1024;
    public const int MaxOpenBytes = 256 * 1024;

    private const int FirstMembers = 128;

    private Entry[] _entries = ArrayPool<Entry>.Shared.Rent(FirstMembers);
    private int[] _slots = RentSlots(FirstMembers);
    private int _mask = (2 * FirstMembers) - 1;
    private byte[] _names = ArrayPool<byte>.Shared.Rent(2 * MaxNameBytes);
    private Marks _marks;
    private int _open;
    private int _count;

    public MemberNames()
    {
    }

    private readonly int Used => _count == 0 ? 0 : _entries[_count - 1].End;

    /// <summary>An object opens.</summary>
    public void Open() => _marks[_open++] = _count;

    /// <summary>The object that opened last closes, and its names are forgotten.</summary>
    public void Close()
    {
        var mark = _marks[--_open];
        while (_count > mark) _slots[_entries[--_count].Slot] = 0;
    }

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
        var mark = _marks[_open - 1];
        var hash = new HashCode();
        hash.Add(mark); // The same name in another object is another name.
        hash.AddBytes(name);
        var code = hash.ToHashCode();
        if (!TryFindFree(mark, code, name, out var slot)) return MemberVerdict.Repeated;

        _entries[_count] = new(code, slot, end);
        _slots[slot] = ++_count;
        return MemberVerdict.New;
    }

    public readonly void Dispose()
    {
        ArrayPool<Entry>.Shared.Return(_entries);
        ArrayPool<int>.Shared.Return(_slots);
        ArrayPool<byte>.Shared.Return(_names);
    }

    /// <summary>A free slot for the name; false where the object that opened last has it.</summary>
    private readonly bool TryFindFree(int mark, int hash, ReadOnlySpan<byte> name, out int slot)
    {
        for (slot = hash & _mask; _slots[slot] != 0; slot = (slot + 1) & _mask)
        {
            var index = _slots[slot] - 1;
            if (index < mark || _entries[index].Hash != hash) continue;
            var start = index == 0 ? 0 : _entries[index - 1].End;
            if (_names.AsSpan(start, _entries[index].End - start).SequenceEqual(name)) return false;
        }

        return true;
    }

    private void Grow(int length)
    {
        if (Used + length > _names.Length) Grow(ref _names, Math.Max(_names.Length * 2, Used + length));
        if (_count <= _mask / 2) return;

        if (_count * 2 > _entries.Length) Grow(ref _entries, _count * 2);
        ArrayPool<int>.Shared.Return(_slots);
        _slots = RentSlots(_count * 2);
        _mask = (_count * 4) - 1;
        for (var index = 0; index < _count; index++)
        {
            ref var entry = ref _entries[index];
            var slot = entry.Hash & _mask;
            while (_slots[slot] != 0) slot = (slot + 1) & _mask;
            _slots[slot] = index + 1;
            entry = entry with { Slot = slot };
        }
    }

    /// <summary>Twice as many slots as members, all free; the number of members is a power of two.</summary>
    private static int[] RentSlots(int members)
    {
        var slots = ArrayPool<int>.Shared.Rent(2 * members);
        slots.AsSpan(0, 2 * members).Clear();
        return slots;
    }

    private static void Grow<T>(ref T[] table, int size)
    {
        var grown = ArrayPool<T>.Shared.Rent(size);
        table.CopyTo(grown, 0);
        ArrayPool<T>.Shared.Return(table);
        table = grown;
    }

    private readonly record struct Entry(int Hash, int Slot, int End);

    [InlineArray(MaxDepth)]
    private struct Marks
    {
        private int _first;
    }
}
