using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using AiGateway.Sidecar.Protocols.Bedrock;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols.Bedrock;

/// <summary>Messages of AWS's binary stream: what is written is read however the bytes come, and nothing broken is.</summary>
public sealed class EventStreamTests
{
    /// <summary>Both made by AWS's own codec for JavaScript.</summary>
    private const string Delta =
        "0000009400000057b4ab9aee0b3a6576656e742d74797065070011636f6e74656e74426c6f636b44656c74610d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e"
        + "0d3a6d6573736167652d747970650700056576656e747b22636f6e74656e74426c6f636b496e646578223a302c2264656c7461223a7b2274657874223a224869227d7d1f944657";

    private const string AllTypesOfHeaders =
        "000000a30000007c0b16073801610001620101630201016403000201650400000003016706000301020301680800000000000000000169090123456789abcdef0123456789abcdef"
        + "0d3a6d6573736167652d74797065070009657863657074696f6e0f3a657863657074696f6e2d747970650700137468726f74746c696e67457863657074696f6e"
        + "7b226d657373616765223a22736c6f7720646f776e227d762f0efe";

    private static readonly string[] s_names = ["messageStart", "contentBlockDelta", "metadata", "x", "throttlingException"];

    private static readonly Gen<(string Name, byte[] Payload, bool IsException)> s_message =
        from name in Gen.Elements(s_names)
        from payload in Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(0, 3000)).SelectMany(size => Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(size))
        from isException in Gen.Elements(true, false)
        select (name, payload, isException);

    [Fact]
    public void Crc32_OfTheCheckValue_IsTheStandards() => Assert.Equal(0xCBF43926u, Crc32.Append(Crc32.Append(0, "1234"u8), "56789"u8));

    [Fact]
    public void TryReadMessage_OfAwsCodec_ReadsTheEvent()
    {
        var bytes = Convert.FromHexString(Delta);

        Assert.True(EventStreamReader.TryReadMessage(new(bytes), out var message, out var length));

        Assert.Equal(bytes.Length, length);
        Assert.Equal(("contentBlockDelta", false), (message.Name, message.IsException));
        Assert.Equal("""{"contentBlockIndex":0,"delta":{"text":"Hi"}}""", Encoding.UTF8.GetString(message.Payload));
    }

    [Fact]
    public void TryReadMessage_EveryTypeOfHeader_IsWalkedOver()
    {
        Assert.True(EventStreamReader.TryReadMessage(new(Convert.FromHexString(AllTypesOfHeaders)), out var message, out _));

        Assert.Equal(("throttlingException", true), (message.Name, message.IsException));
        Assert.Equal("""{"message":"slow down"}""", Encoding.UTF8.GetString(message.Payload));
    }

    [Fact]
    public void Write_OfAnEvent_IsByteForByteWhatAwsCodecWrites()
    {
        var output = new ArrayBufferWriter<byte>();

        EventStreamWriter.Write(output, "contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"Hi"}}"""u8);

        Assert.Equal(Delta, Convert.ToHexStringLower(output.WrittenSpan));
    }

    [Fact]
    public void TryReadMessage_AnyMessagesInAnySegments_ReadsThemAll() => Prop.ForAll(
        s_message.ArrayOf(4).ToArbitrary(),
        Gen.Choose(1, 90).ToArbitrary(),
        (messages, size) =>
        {
            var rest = Split(Written(messages), size);
            foreach (var (name, payload, isException) in messages)
            {
                Assert.True(EventStreamReader.TryReadMessage(rest, out var read, out var length));
                Assert.Equal((name, isException), (read.Name, read.IsException));
                Assert.Equal(payload, read.Payload.ToArray());
                rest = rest.Slice(length);
            }

            Assert.True(rest.IsEmpty);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryReadMessage_CutAnywhere_WaitsForMore() => Prop.ForAll(s_message.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (message, at) =>
    {
        var bytes = Written(message);

        Assert.False(EventStreamReader.TryReadMessage(new(bytes, 0, at % bytes.Length), out _, out _));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryReadMessage_AnyBitFlipped_IsRefused() => Prop.ForAll(s_message.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (message, at) =>
    {
        var bytes = Written(message);
        bytes[at / 8 % bytes.Length] ^= (byte)(1 << (at % 8));

        Assert.Throws<InvalidDataException>(() => EventStreamReader.TryReadMessage(new(bytes), out _, out _));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(EventStreamReader.MostBytes + 1, 0)]
    [InlineData(200_000, 100_000)]
    [InlineData(15, 0)]
    [InlineData(40, 30)]
    [InlineData(-1, -1)]
    [InlineData(16, -1)]
    public void TryReadMessage_LengthsThatCannotBe_AreRefusedBeforeTheRestHasCome(int total, int headers)
    {
        var prelude = new byte[12];
        BinaryPrimitives.WriteInt32BigEndian(prelude, total);
        BinaryPrimitives.WriteInt32BigEndian(prelude.AsSpan(4), headers);
        BinaryPrimitives.WriteUInt32BigEndian(prelude.AsSpan(8), Crc32.Append(0, prelude.AsSpan(0, 8)));

        Assert.Throws<InvalidDataException>(() => EventStreamReader.TryReadMessage(new(prelude), out _, out _));
    }

    [Fact]
    public void TryReadMessage_AnyHeaderBytes_ReadsOrRefuses() => Prop.ForAll(
        Gen.Choose(0, 60).SelectMany(size => Gen.Choose(0, 20).Select(value => (byte)value).ArrayOf(size)).ToArbitrary(),
        headers =>
        {
            var bytes = WithHeaders(headers);
            try
            {
                return EventStreamReader.TryReadMessage(new(bytes), out _, out var length) && length == bytes.Length;
            }
            catch (InvalidDataException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryReadMessage_TypeSaidTwice_IsRefused()
    {
        var header = "\u000d:message-type\u0007\0\u0005event"u8.ToArray();
        var name = "\u000b:event-type\u0007\0\u0001x"u8.ToArray();

        Assert.True(EventStreamReader.TryReadMessage(new(WithHeaders([.. header, .. name])), out _, out _));
        Assert.Throws<InvalidDataException>(() => EventStreamReader.TryReadMessage(new(WithHeaders([.. header, .. name, .. header])), out _, out _));
        Assert.Throws<InvalidDataException>(() => EventStreamReader.TryReadMessage(new(WithHeaders(header)), out _, out _));
    }

    internal static ReadOnlySequence<byte> Split(byte[] bytes, int size)
    {
        Segment? first = null, last = null;
        for (var start = 0; start < bytes.Length; start += size)
        {
            var next = new Segment(bytes.AsMemory(start, Math.Min(size, bytes.Length - start)), last);
            first ??= next;
            last = next;
        }

        return first is null ? default : new(first, 0, last!, last!.Memory.Length);
    }

    private static byte[] Written(params (string Name, byte[] Payload, bool IsException)[] messages)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var (name, payload, isException) in messages) EventStreamWriter.Write(output, name, payload, isException);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] WithHeaders(byte[] headers)
    {
        var bytes = new byte[16 + headers.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), Crc32.Append(0, bytes.AsSpan(0, 8)));
        headers.CopyTo(bytes, 12);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(bytes.Length - 4), Crc32.Append(0, bytes.AsSpan(0, bytes.Length - 4)));
        return bytes;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
