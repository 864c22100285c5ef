using System.Buffers.Binary;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>ClientHellos by hand, each a small variation of one that is good, and a real one from this machine's own TLS.</summary>
internal static class GivenHello
{
    public const ushort Grease = 0x0a0a;

    /// <summary>A whole hello in one record.</summary>
    public static byte[] Of(string? name = "api.openai.com", params (ushort Type, byte[] Data)[] more) =>
        Records(Message(Body([.. name is null ? [] : new[] { ServerName(name) }, (43, [2, 3, 4]), .. more])), int.MaxValue);

    public static (ushort Type, byte[] Data) ServerName(params string[] names) =>
        (0, Vector16([.. names.SelectMany(name => new byte[] { 0 }.Concat(Vector16(Encoding.Latin1.GetBytes(name))))]));

    public static (ushort Type, byte[] Data) Protocols(params string[] names) => (16, Vector16([.. names.SelectMany(name => Vector8(Encoding.Latin1.GetBytes(name)))]));

    public static (ushort Type, byte[] Data) Encrypted => (0xfe0d, [0, 0, 1, 0, 1, 7, 0, 0, 0, 4, 1, 2, 3, 4]);

    public static byte[] Body(params (ushort Type, byte[] Data)[] extensions) =>
    [
        3, 3, .. new byte[32], .. Vector8(new byte[32]), .. Vector16([0x0a, 0x0a, 0x13, 0x01, 0x13, 0x02]), .. Vector8([0]),
        .. Vector16([.. extensions.SelectMany(extension => Number(extension.Type).Concat(Vector16(extension.Data)))]),
    ];

    public static byte[] Message(byte[] body, byte type = 1) => [type, (byte)(body.Length >> 16), .. Number((ushort)body.Length), .. body];

    /// <summary>The message in records of so many bytes at most.</summary>
    public static byte[] Records(byte[] message, int most, byte type = 22) => [.. message.Chunk(Math.Min(most, 16384)).SelectMany(fragment => Record(fragment, type))];

    public static byte[] Record(byte[] fragment, byte type = 22) => [type, 3, 1, .. Number((ushort)fragment.Length), .. fragment];

    /// <summary>What this machine's TLS says first.</summary>
    public static async Task<byte[]> RealAsync(string name, params SslApplicationProtocol[] protocols)
    {
        var written = new FirstFlight();
        using var client = new SslStream(written);
        try
        {
            await client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = name, ApplicationProtocols = [.. protocols] });
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException)
        {
            // Nobody answers.
        }

        return written.ToArray();
    }

    public static byte[] Vector8(byte[] bytes) => [(byte)bytes.Length, .. bytes];

    public static byte[] Vector16(byte[] bytes) => [.. Number((ushort)bytes.Length), .. bytes];

    private static byte[] Number(ushort number)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>Keeps what is written, and has nothing to read.</summary>
    private sealed class FirstFlight : Stream
    {
        private readonly MemoryStream _written = new();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public byte[] ToArray() => _written.ToArray();

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _written.Write(buffer, offset, count);
    }
}
