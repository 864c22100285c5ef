using System.Buffers.Binary;

namespace AiGateway.Sidecar.Egress.Peek;

/// <summary>Reads numbers and vectors as TLS writes them (RFC 8446, section 3): lengths before what they count, in network order. Never past the end.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public bool TryRead(int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (_rest.Length < count) return false;
        taken = _rest[..count];
        _rest = _rest[count..];
        return true;
    }

    public bool TryReadByte(out byte value)
    {
        var isThere = TryRead(1, out var taken);
        value = isThere ? taken[0] : (byte)0;
        return isThere;
    }

    public bool TryReadUInt16(out ushort value)
    {
        var isThere = TryRead(2, out var taken);
        value = isThere ? BinaryPrimitives.ReadUInt16BigEndian(taken) : (ushort)0;
        return isThere;
    }

    /// <summary>A vector whose length stands in one byte before it.</summary>
    public bool TryReadVector8(out ReadOnlySpan<byte> vector)
    {
        vector = default;
        return TryReadByte(out var length) && TryRead(length, out vector);
    }

    /// <summary>A vector whose length stands in two bytes before it.</summary>
    public bool TryReadVector16(out ReadOnlySpan<byte> vector)
    {
        vector = default;
        return TryReadUInt16(out var length) && TryRead(length, out vector);
    }
}
