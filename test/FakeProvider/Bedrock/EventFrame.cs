using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace AiGateway.Fakes.Bedrock;

/// <summary>
/// One message of <c>application/vnd.amazon.eventstream</c>: total length, length of the headers, CRC of these, headers, payload, CRC of all. Written apart
/// from the product's reader, so that neither hides the other's mistake.
/// </summary>
internal static class EventFrame
{
    private const int PreludeAndSums = 16;
    private const byte StringValue = 7;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(index => Entry((uint)index))];

    public static byte[] Event(string type, JsonObject payload) => Build(payload, (":event-type", type), (":content-type", "application/json"), (":message-type", "event"));

    public static byte[] Exception(string type, JsonObject payload) => Build(payload, (":exception-type", type), (":content-type", "application/json"), (":message-type", "exception"));

    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes) sum = Table[(byte)(sum ^ one)] ^ (sum >> 8);
        return ~sum;
    }

    private static byte[] Build(JsonObject payload, params (string Name, string Value)[] headers)
    {
        // A padding of random length is what the service adds against reading along by length.
        payload["p"] = "abcdefghijklm"[..(payload.Count + 3)];
        var head = headers.SelectMany(header => Header(header.Name, header.Value)).ToArray();
        var body = Answers.Bytes(payload);
        var frame = new byte[PreludeAndSums + head.Length + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)frame.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)head.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), Crc32(frame.AsSpan(0, 8)));
        head.CopyTo(frame, 12);
        body.CopyTo(frame, 12 + head.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 4), Crc32(frame.AsSpan(0, frame.Length - 4)));
        return frame;
    }

    private static byte[] Header(string name, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        return [(byte)name.Length, .. Encoding.UTF8.GetBytes(name), StringValue, (byte)(length >> 8), (byte)length, .. Encoding.UTF8.GetBytes(value)];
    }

    private static uint Entry(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) == 1 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
        return value;
    }
}
