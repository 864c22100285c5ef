using System.Buffers.Binary;
using System.Text;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

/// <summary>Messages as clients and servers write them, byte by byte, and as neither would.</summary>
internal static class GivenDns
{
    public const ushort A = 1;
    public const ushort Txt = 16;
    public const ushort Any = 255;

    /// <summary>A query with RD, as a C library writes it.</summary>
    public static byte[] Query(string name, ushort type = A, ushort id = 0x1234, ushort? room = null) =>
        [.. Words(id, 0x0100, 1, 0, 0, room is null ? 0 : 1), .. Name(name), .. Words(type, 1), .. room is null ? [] : Opt(room.Value)];

    /// <summary>The answer of a server: the question again and one address.</summary>
    public static byte[] Answer(ReadOnlySpan<byte> query, int code = 0, int records = 1)
    {
        var question = QuestionOf(query);
        byte[] record = [0xC0, 0x0C, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 53];
        return [.. query[..2], .. Words(0x8180 | code, 1, records, 0, 0), .. question, .. Enumerable.Repeat(record, records).SelectMany(one => one)];
    }

    public static byte[] QuestionOf(ReadOnlySpan<byte> message)
    {
        var end = 12;
        while (message[end] != 0) end += message[end] + 1;
        return message[12..(end + 5)].ToArray();
    }

    public static int CodeOf(ReadOnlySpan<byte> message) => message[3] & 15;

    public static ushort IdOf(ReadOnlySpan<byte> message) => BinaryPrimitives.ReadUInt16BigEndian(message);

    public static bool IsTruncated(ReadOnlySpan<byte> message) => (message[2] & 2) != 0;

    public static byte[] Name(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.Latin1.GetBytes(label)]), 0];

    public static byte[] Opt(ushort room, params byte[] options) => [0, .. Words(41, room, 0, 0, options.Length), .. options];

    public static byte[] Words(params int[] words)
    {
        var bytes = new byte[2 * words.Length];
        for (var at = 0; at < words.Length; at++) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * at), (ushort)words[at]);
        return bytes;
    }
}
