using System.Buffers.Binary;
using System.Text;

namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>
/// Writes netlink messages one after the other (linux/netlink.h): a head of 16 bytes in the machine's byte order, netfilter's own of 4 (linux/netfilter/nfnetlink.h), then attributes, each a length, a type and
/// a value, all padded to 4 bytes. Numbers within nf_tables' attributes are in network order.
/// </summary>
internal sealed class NetlinkWriter
{
    private const ushort Nested = 0x8000;
    private const int HeadLength = 16;

    private readonly List<byte> _bytes = [];
    private int _message;

    /// <summary>The number of the message that was begun last.</summary>
    public uint Sequence { get; private set; }

    public byte[] ToArray() => [.. _bytes];

    /// <summary>Begins a message, and ends the one before it.</summary>
    /// <param name="type">The netlink type: the subsystem in the high byte, the message in the low.</param>
    /// <param name="flags">NLM_F_*.</param>
    /// <param name="family">NFPROTO_*.</param>
    /// <param name="resource">The subsystem that a batch is for.</param>
    public NetlinkWriter Message(int type, int flags, byte family, ushort resource = 0)
    {
        _message = _bytes.Count;
        Sequence++;
        Span<byte> head = stackalloc byte[HeadLength + 4];
        head.Clear();
        BitConverter.TryWriteBytes(head[4..], (ushort)type);
        BitConverter.TryWriteBytes(head[6..], (ushort)flags);
        BitConverter.TryWriteBytes(head[8..], Sequence);
        head[HeadLength] = family;
        BinaryPrimitives.WriteUInt16BigEndian(head[(HeadLength + 2)..], resource);
        _bytes.AddRange(head);
        SetLength();
        return this;
    }

    public NetlinkWriter Bytes(int attribute, ReadOnlySpan<byte> value)
    {
        var began = BeginAttribute((ushort)attribute);
        _bytes.AddRange(value);
        EndAttribute(began);
        return this;
    }

    public NetlinkWriter Text(int attribute, string value) => Bytes(attribute, [.. Encoding.ASCII.GetBytes(value), 0]);

    public NetlinkWriter Number(int attribute, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return Bytes(attribute, bytes);
    }

    /// <summary>An attribute whose value is attributes.</summary>
    public NetlinkWriter Nest(int attribute, Action<NetlinkWriter> content)
    {
        var began = BeginAttribute((ushort)(attribute | Nested));
        content(this);
        EndAttribute(began);
        return this;
    }

    private int BeginAttribute(ushort type)
    {
        var began = _bytes.Count;
        _bytes.AddRange([0, 0, .. BitConverter.GetBytes(type)]);
        return began;
    }

    /// <summary>The length leaves the padding out.</summary>
    private void EndAttribute(int began)
    {
        var length = BitConverter.GetBytes((ushort)(_bytes.Count - began));
        (_bytes[began], _bytes[began + 1]) = (length[0], length[1]);
        while (_bytes.Count % 4 != 0) _bytes.Add(0);
        SetLength();
    }

    private void SetLength()
    {
        var length = BitConverter.GetBytes(_bytes.Count - _message);
        for (var index = 0; index < length.Length; index++) _bytes[_message + index] = length[index];
    }
}
