using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Unicode;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Writes one JSON value in canonical form, in one pass: members are written as they come, and put in order when their object closes. Room is lent by the shared pool. Bounded in depth, in
/// members that are open at once and in the bytes of their names; what is in order already is not moved.
/// </summary>
internal ref struct CanonicalWriter
{
    private const int FirstBytes = 2048;
    private const int FirstMembers = 64;

    private Utf8JsonReader _json;
    private byte[] _text = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private byte[] _names = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private Member[] _members = ArrayPool<Member>.Shared.Rent(FirstMembers);
    private Marks _firsts;
    private int _length;
    private int _count;
    private int _open;
    private ulong _objects;

    public CanonicalWriter(Utf8JsonReader json) => _json = json;

    public readonly ReadOnlySpan<byte> Written => _text.AsSpan(0, _length);

    private readonly int NamesEnd => _count == 0 ? 0 : _members[_count - 1].NameEnd;

    /// <summary>False where the value is no JSON, or has no canonical form, or passes a bound.</summary>
    public bool TryWrite()
    {
        try
        {
            while (_json.Read())
            {
                if (!TryToken()) return false;
            }

            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            return false; // No JSON, or a string that is no Unicode.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_text);
        ArrayPool<byte>.Shared.Return(_names);
        ArrayPool<Member>.Shared.Return(_members);
        (_text, _names, _members) = ([], [], []);
    }

    private bool TryToken()
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.PropertyName:
                return TryName();
            case JsonTokenType.StartObject:
                Separate();
                Put('{');
                _objects = (_objects << 1) | 1;
                _firsts[_open++] = _count;
                return true;
            case JsonTokenType.StartArray:
                Separate();
                Put('[');
                _objects <<= 1;
                return true;
            case JsonTokenType.EndObject:
                _objects >>= 1;
                return TryClose();
            case JsonTokenType.EndArray:
                _objects >>= 1;
                Put(']');
                return true;
            case JsonTokenType.Number:
                return TryNumber();
            case JsonTokenType.String:
                return TryString();
            default:
                Separate();
                Put(_json.ValueSpan.IsEmpty ? _json.ValueSequence.ToArray() : _json.ValueSpan);
                return true;
        }
    }

    /// <summary>A comma, before an array's next item.</summary>
    private void Separate()
    {
        if (_length > 0 && (_objects & 1) == 0 && _text[_length - 1] != '[') Put(',');
    }

    private bool TryName()
    {
        var length = LengthOf(_json);
        if (length > MemberNames.MaxNameBytes || _count == MemberNames.MaxMembers || NamesEnd + length > MemberNames.MaxOpenBytes) return false;
        if (_count > _firsts[_open - 1]) EndMember();
        if (_text[_length - 1] != '{') Put(',');
        var start = NamesEnd;
        Grow(ref _names, start, (int)length);
        var end = start + _json.CopyString(_names.AsSpan(start));
        if (_count == _members.Length) Grow(ref _members, _count, 1);
        _members[_count++] = new(start, end, _length, 0);
        PutText(_names.AsSpan(start, end - start));
        Put(':');
        return true;
    }

    private readonly void EndMember() => _members[_count - 1] = _members[_count - 1] with { End = _length };

    /// <summary>The object that opened last closes: its members are put in order.</summary>
    private bool TryClose()
    {
        var first = _firsts[--_open];
        var members = _members.AsSpan(first, _count - first);
        if (members.Length > 0) EndMember();
        var inOrder = true;
        for (var index = 1; index < members.Length && inOrder; index++) inOrder = Compare(members[index - 1], members[index]) < 0;
        if (!inOrder && !TrySort(members)) return false;
        _count = first;
        Put('}');
        return true;
    }

    /// <summary>False where two members have one name.</summary>
    private readonly bool TrySort(Span<Member> members)
    {
        var start = members[0].Start;
        members.Sort(new ByName(_names));
        for (var index = 1; index < members.Length; index++)
        {
            if (Compare(members[index - 1], members[index]) == 0) return false;
        }

        var before = ArrayPool<byte>.Shared.Rent(_length - start);
        _text.AsSpan(start, _length - start).CopyTo(before);
        var at = start;
        foreach (var member in members)
        {
            if (at > start) _text[at++] = (byte)',';
            var length = member.End - member.Start;
            before.AsSpan(member.Start - start, length).CopyTo(_text.AsSpan(at));
            at += length;
        }

        ArrayPool<byte>.Shared.Return(before);
        return true;
    }

    private readonly int Compare(Member left, Member right) => new ByName(_names).Compare(left, right);

    private bool TryNumber()
    {
        if (!_json.TryGetDouble(out var number) || !double.IsFinite(number)) return false;
        Separate();
        Grow(ref _text, _length, CanonicalNumber.MaxLength);
        _length += CanonicalNumber.Write(number, _text.AsSpan(_length));
        return true;
    }

    private bool TryString()
    {
        Separate();
        if (!_json.ValueIsEscaped && !_json.HasValueSequence)
        {
            Put('"');
            Put(_json.ValueSpan);
            Put('"');
            return Utf8.IsValid(_json.ValueSpan);
        }

        var free = NamesEnd;
        Grow(ref _names, free, (int)LengthOf(_json));
        PutText(_names.AsSpan(free, _json.CopyString(_names.AsSpan(free))));
        return true;
    }

    private void PutText(ReadOnlySpan<byte> clear)
    {
        Grow(ref _text, _length, CanonicalText.MaxLength(clear.Length));
        _length += CanonicalText.Write(clear, _text.AsSpan(_length));
    }

    private void Put(char letter)
    {
        Grow(ref _text, _length, 1);
        _text[_length++] = (byte)letter;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        Grow(ref _text, _length, bytes.Length);
        bytes.CopyTo(_text.AsSpan(_length));
        _length += bytes.Length;
    }

    private static long LengthOf(in Utf8JsonReader json) => json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length;

    private static void Grow<T>(ref T[] room, int used, int more)
    {
        if (room.Length - used >= more) return;
        var grown = ArrayPool<T>.Shared.Rent(Math.Max(room.Length * 2, used + more));
        room.AsSpan(0, used).CopyTo(grown);
        ArrayPool<T>.Shared.Return(room);
        room = grown;
    }

    private readonly record struct Member(int NameStart, int NameEnd, int Start, int End);

    private readonly struct ByName(byte[] names) : IComparer<Member>
    {
        public int Compare(Member left, Member right) =>
            CanonicalText.Compare(names.AsSpan(left.NameStart, left.NameEnd - left.NameStart), names.AsSpan(right.NameStart, right.NameEnd - right.NameStart));
    }

    [InlineArray(MemberNames.MaxDepth)]
    private struct Marks
    {
        private int _first;
    }
}
