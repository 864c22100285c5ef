using AiGateway.Sidecar.Egress.Peek;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Peek;

/// <summary>Which name a ClientHello is held to give: one that no server could read as another, or none.</summary>
public sealed class ClientHelloTests
{
    private static readonly byte[] s_good = GivenHello.Body(GivenHello.ServerName("api.openai.com"));

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "no body", [] },
        { "SSL 2.0's version", [2, 0, .. s_good[2..]] },
        { "cut after the random", s_good[..34] },
        { "a session id of 33 bytes", [.. s_good[..34], 33, .. s_good[35..]] },
        { "no cipher suites", [.. s_good[..67], 0, 0, .. s_good[75..]] },
        { "an odd number of bytes of cipher suites", [.. s_good[..67], 0, 3, 1, 2, 3, .. s_good[75..]] },
        { "no compression", [.. s_good[..75], 0, .. s_good[77..]] },
        { "bytes behind the extensions", [.. s_good, 0] },
        { "extensions longer than the message", [.. s_good[..77], 0xff, 0xff, .. s_good[79..]] },
        { "a name longer than its list", Body([0, 6, 0, 0, 9, .. "abc"u8]) },
        { "a list longer than the extension", Body([0, 9, 0, 0, 3, .. "abc"u8]) },
        { "bytes behind the list", Body([0, 6, 0, 0, 3, .. "abc"u8, 0]) },
        { "an empty list", Body([0, 0]) },
        { "an empty extension", Body([]) },
        { "a name of another type", Body([0, 6, 1, 0, 3, .. "abc"u8]) },
        { "two names", GivenHello.Body(GivenHello.ServerName("a.example.com", "b.example.com")) },
        { "the same name twice", GivenHello.Body(GivenHello.ServerName("a.example.com", "a.example.com")) },
        { "two extensions of names", GivenHello.Body(GivenHello.ServerName("a.example.com"), GivenHello.ServerName("b.example.com")) },
        { "any extension twice", GivenHello.Body(GivenHello.ServerName("a.example.com"), (77, []), (77, [])) },
        { "too many extensions", GivenHello.Body([.. Enumerable.Range(100, 129).Select(type => ((ushort)type, Array.Empty<byte>()))]) },
        { "an empty name", Named("") },
        { "an IPv4 address", Named("192.0.2.7") },
        { "an IPv4 address in hex", Named("0xc0000207") },
        { "an IPv6 address", Named("2001:db8::7") },
        { "a NUL in the name", Named("api.openai.com\0.evil.com") },
        { "bytes that are no ASCII", Named("b\u00fccher.example") },
        { "a port behind the name", Named("api.openai.com:443") },
        { "a space", Named("api.openai.com ") },
        { "two final dots", Named("api.openai.com..") },
        { "a pattern", Named("*.openai.com") },
        { "a name of 254 characters", Named(string.Join('.', Enumerable.Repeat(new string('a', 49), 5)) + ".abcd") },
        { "no protocol in the list", GivenHello.Body((16, [0, 0])) },
        { "an empty protocol", GivenHello.Body((16, [0, 1, 0])) },
        { "a protocol longer than its list", GivenHello.Body((16, [0, 3, 9, 1, 2])) },
        { "too many protocols", GivenHello.Body(GivenHello.Protocols([.. Enumerable.Repeat("x", 65)])) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Read_Broken_IsMalformedAndHasNoName(string what, byte[] body)
    {
        var result = FirstBytes.Read(GivenHello.Records(GivenHello.Message(body), int.MaxValue));

        Assert.True(result.Kind == PeekKind.Malformed, what);
        Assert.Null(result.Name);
    }

    [Theory]
    [InlineData("api.openai.com", "api.openai.com")]
    [InlineData("API.OpenAI.COM", "api.openai.com")]
    [InlineData("api.openai.com.", "api.openai.com")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("_x.example", "_x.example")]
    [InlineData("localhost", "localhost")]
    public void Read_Name_IsAsRulesCompareIt(string name, string expected) => Assert.Equal(expected, FirstBytes.Read(GivenHello.Of(name)).Name);

    [Fact]
    public void Read_NoName_IsTlsWithoutOne()
    {
        Assert.Equal((PeekKind.Tls, null), (FirstBytes.Read(GivenHello.Of(null)).Kind, FirstBytes.Read(GivenHello.Of(null)).Name));
        Assert.Equal(PeekKind.Tls, FirstBytes.Read(GivenHello.Records(GivenHello.Message(s_good[..77]), int.MaxValue)).Kind);
    }

    [Fact]
    public void Read_EncryptedHelloInside_TheNameOutsideIsNotTold()
    {
        var before = FirstBytes.Read(GivenHello.Of("public.example.com", GivenHello.Encrypted));
        var behind = FirstBytes.Read(GivenHello.Of(null, GivenHello.Encrypted, GivenHello.ServerName("public.example.com")));

        Assert.Equal((PeekKind.Tls, null, true), (before.Kind, before.Name, before.IsEncrypted));
        Assert.Equal((PeekKind.Tls, null, true), (behind.Kind, behind.Name, behind.IsEncrypted));
    }

    [Fact]
    public void Read_ExtensionsThatMeanNothing_AreSkipped()
    {
        var result = FirstBytes.Read(GivenHello.Of("api.openai.com", (GivenHello.Grease, []), (0xfafa, [0]), GivenHello.Protocols("\u000a\u000a", "h2", "\u00ff")));

        Assert.Equal("api.openai.com", result.Name);
        Assert.Equal(["\n\n", "h2", "?"], result.Protocols);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(16)]
    public void Read_AnotherHandshakeMessage_IsMalformed(byte type) => Assert.Equal(PeekKind.Malformed, FirstBytes.Read(GivenHello.Records(GivenHello.Message(s_good, type), int.MaxValue)).Kind);

    [Fact]
    public void Read_RecordsThatNoClientSends_AreMalformed()
    {
        var message = GivenHello.Message(s_good);

        Assert.Equal(PeekKind.Malformed, KindOf(GivenHello.Record(message[..9]), GivenHello.Record([])));
        Assert.Equal(PeekKind.Malformed, KindOf(GivenHello.Record(message[..9]), GivenHello.Record([1, 0], type: 21), GivenHello.Record(message[9..])));
        Assert.Equal(PeekKind.Malformed, KindOf(GivenHello.Record([.. message, 1])));
        Assert.Equal(PeekKind.Malformed, KindOf(GivenHello.Record([.. message, .. message])));
        Assert.Equal(PeekKind.Malformed, KindOf([22, 3, 1, 0x40, 1, 1]));
        Assert.Equal(PeekKind.Malformed, KindOf([22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff]));

        static PeekKind KindOf(params byte[][] records) => FirstBytes.Read(records.SelectMany(record => record).ToArray()).Kind;
    }

    private static byte[] Body(byte[] serverName) => GivenHello.Body((0, serverName));

    private static byte[] Named(string name) => GivenHello.Body(GivenHello.ServerName(name));
}
