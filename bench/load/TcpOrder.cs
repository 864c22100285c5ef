using System.Buffers.Binary;

namespace AiGateway.Load;

/// <summary>What a client asks of <see cref="TcpServer"/>: the head of each request on a connection.</summary>
/// <param name="Up">How many bytes the client sends after the head.</param>
/// <param name="Down">How many the server sends back when it has them all.</param>
/// <param name="Closes">Whether the server then closes.</param>
internal readonly record struct TcpOrder(long Up, long Down, bool Closes = false)
{
    /// <summary>The head's length, in bytes.</summary>
    public const int Length = 17;

    /// <summary>What a read or a write moves at most, in bytes.</summary>
    public const int Piece = 256 * 1024;

    public static TcpOrder Read(ReadOnlySpan<byte> head) =>
        new(BinaryPrimitives.ReadInt64BigEndian(head), BinaryPrimitives.ReadInt64BigEndian(head[8..]), head[16] != 0);

    public void Write(Span<byte> head)
    {
        BinaryPrimitives.WriteInt64BigEndian(head, Up);
        BinaryPrimitives.WriteInt64BigEndian(head[8..], Down);
        head[16] = Closes ? (byte)1 : (byte)0;
    }
}
