using System.Buffers;
using System.Net.Security;
using System.Text;
using AiGateway.Sidecar.Egress.Peek;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Egress.Peek;

/// <summary>What a client's first bytes are taken for, however they come, and whatever they are.</summary>
public sealed class FirstBytesTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", "Http")]
    [InlineData("GET /", "Http")]
    [InlineData("GET http://example.com/ HTTP/1.1", "Http")]
    [InlineData("OPTIONS * HTTP/1.1", "Http")]
    [InlineData("CONNECT example.com:443 HTTP/1.1", "Http")]
    [InlineData("brew /pot", "Http")]
    [InlineData("PRI /x", "Http")]
    [InlineData("PRI * HTTP/1.1", "Http")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "Http2")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0", "Http2")]
    [InlineData("", "NeedMore")]
    [InlineData("G", "NeedMore")]
    [InlineData("GET ", "NeedMore")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM", "NeedMore")]
    [InlineData("SSH-2.0-OpenSSH_9.9 Debian\r\n", "Unknown")]
    [InlineData("EHLO example.com\r\n", "Unknown")]
    [InlineData("\r\nGET / HTTP/1.1", "Unknown")]
    [InlineData(" GET /", "Unknown")]
    [InlineData("GET\t/", "Unknown")]
    [InlineData("GET  /", "Unknown")]
    [InlineData("G\u00e9T /", "Unknown")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG", "Unknown")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG /", "Unknown")]
    [InlineData("\0\0\0\u0008\u0004\u00d2\u0016\u002f", "Unknown")]
    [InlineData("\u0080\u002e\u0001\u0003\u0001", "Unknown")]
    [InlineData("\u0016", "NeedMore")]
    [InlineData("\u0016\u0002", "Unknown")]
    [InlineData("\u0016\u0003", "NeedMore")]
    [InlineData("\u0016\u0003\u0005", "Malformed")]
    public void Read_Text_IsTakenForWhatItIs(string begin, string kind) => Assert.Equal(kind, FirstBytes.Read(Encoding.Latin1.GetBytes(begin)).Kind.ToString());

    [Fact]
    public async Task Read_RealHello_HasItsNameAndProtocols()
    {
        var hello = await GivenHello.RealAsync("api.openai.com", SslApplicationProtocol.Http2, SslApplicationProtocol.Http11);

        var result = FirstBytes.Read(hello);

        Assert.Equal((PeekKind.Tls, "api.openai.com", false), (result.Kind, result.Name, result.IsEncrypted));
        Assert.Equal(["h2", "http/1.1"], result.Protocols);
    }

    [Fact]
    public async Task Read_RealHelloCutAnywhere_NeedsMore()
    {
        var hello = await GivenHello.RealAsync("api.openai.com");

        Assert.True(hello.Length > 100);
        Assert.All(Enumerable.Range(0, hello.Length), length => Assert.Equal(PeekKind.NeedMore, FirstBytes.Read(hello.AsSpan(0, length)).Kind));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(1400)]
    public void Read_LongHelloInRecordsOfAnySize_IsPutTogether(int most)
    {
        var hello = GivenHello.Records(GivenHello.Message(GivenHello.Body((21, new byte[2000]), GivenHello.ServerName("api.openai.com"), (51, new byte[1216]))), most);

        if (hello.Length <= FirstBytes.Most) Assert.Equal("api.openai.com", FirstBytes.Read(hello).Name);
        else Assert.Equal(PeekKind.Malformed, FirstBytes.Read(hello).Kind);
    }

    [Fact]
    public void Read_HelloAsLongAsMayBe_IsRead()
    {
        var room = (16 * 1024) - GivenHello.Message(GivenHello.Body((21, []), GivenHello.ServerName("api.openai.com"))).Length;

        Assert.Equal("api.openai.com", FirstBytes.Read(HelloWith(room)).Name);
        Assert.Equal(PeekKind.Malformed, FirstBytes.Read(HelloWith(room + 1)).Kind);
        Assert.Equal(PeekKind.Malformed, FirstBytes.Read(HelloWith(room + 1).AsSpan(0, 9)).Kind);

        static byte[] HelloWith(int padding) => GivenHello.Records(GivenHello.Message(GivenHello.Body((21, new byte[padding]), GivenHello.ServerName("api.openai.com"))), int.MaxValue);
    }

    [Fact]
    public void Read_RecordsBehindTheHello_AreNotLookedAt() => Assert.Equal("api.openai.com", FirstBytes.Read([.. GivenHello.Of(), .. GivenHello.Record(new byte[9000], type: 23), 1, 2, 3]).Name);

    [Fact]
    public void Read_InAnyPieces_SaysTheSameAsWhole() => Prop.ForAll(Begins().ToArbitrary(), begin =>
    {
        var whole = FirstBytes.Read(begin);
        var first = Enumerable.Range(1, begin.Length).Select(length => FirstBytes.Read(begin.AsSpan(0, length))).FirstOrDefault(result => result.Kind != PeekKind.NeedMore);
        return Same(first, whole) && Same(whole, FirstBytes.Read(Pieces(begin)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Read_AnyBytes_NeverThrowsAndNamesAreNormal() => Prop.ForAll(Broken().ToArbitrary(), begin =>
    {
        var result = FirstBytes.Read(begin);
        return result.Name is null || (result.Kind == PeekKind.Tls && Contracts.EgressTarget.NormalizeName(result.Name) == result.Name);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static bool Same(PeekResult one, PeekResult other) =>
        (one.Kind, one.Name, one.IsEncrypted) == (other.Kind, other.Name, other.IsEncrypted) && one.Protocols.SequenceEqual(other.Protocols);

    /// <summary>Beginnings that are good, and with a byte changed or more behind.</summary>
    private static Gen<byte[]> Begins()
    {
        var good = Gen.Elements(
            Encoding.ASCII.GetBytes("GET /v1 HTTP/1.1\r\nHost: x\r\n\r\n"), Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0"), Encoding.ASCII.GetBytes("SSH-2.0-x y"), GivenHello.Of(),
            GivenHello.Of(null), GivenHello.Of("a.example.com", GivenHello.Encrypted), GivenHello.Of("a.example.com", GivenHello.Protocols("h2")),
            GivenHello.Records(GivenHello.Message(GivenHello.Body(GivenHello.ServerName("a.example.com"))), 7));
        var changed = good.SelectMany(begin => Gen.Choose(0, begin.Length - 1).SelectMany(at => Gen.Choose(0, 255).Select(value => begin.Select((old, place) => place == at ? (byte)value : old).ToArray())));
        return Gen.OneOf(good, changed);
    }

    private static Gen<byte[]> Broken()
    {
        var random = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf();
        return Gen.OneOf(random, random.Select(rest => (byte[])[22, 3, 1, 0, 60, 1, 0, 0, 56, 3, 3, .. rest]), Begins(), random.Select(rest => GivenHello.Of("a", (0xfe0d, rest), (16, rest))));
    }

    private static ReadOnlySequence<byte> Pieces(byte[] bytes)
    {
        var first = new Piece(bytes.AsMemory(0, bytes.Length / 3), 0);
        var second = first.Append(bytes.AsMemory(bytes.Length / 3, bytes.Length / 3));
        var last = second.Append(bytes.AsMemory(bytes.Length / 3 * 2));
        return new(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long at) => (Memory, RunningIndex) = (memory, at);

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
