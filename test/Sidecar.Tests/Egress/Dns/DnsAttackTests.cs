using System.Text;
using AiGateway.Sidecar.Egress.Dns;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

/// <summary>Messages that no client writes, each with what is said to it: nothing, a format error, or "not implemented". None goes on.</summary>
public sealed class DnsAttackTests
{
    private static readonly byte[] s_question = [.. GivenDns.Name("a.example"), .. GivenDns.Words(1, 1)];

    public static TheoryData<string, byte[], int?> Attacks => new()
    {
        { "no header", [0x12, 0x34, 1, 0, 0, 1], null },
        { "an answer", [.. GivenDns.Words(1, 0x8180, 1, 0, 0, 0), .. s_question], null },
        { "an update", [.. GivenDns.Words(1, 0x2800, 1, 0, 0, 0), .. s_question], 4 },
        { "a status query", [.. GivenDns.Words(1, 0x1000, 1, 0, 0, 0), .. s_question], 4 },
        { "no question", GivenDns.Words(1, 0x0100, 0, 0, 0, 0), 1 },
        { "two questions", [.. GivenDns.Words(1, 0x0100, 2, 0, 0, 0), .. s_question, .. s_question], 1 },
        { "an answer in a query", [.. GivenDns.Words(1, 0x0100, 1, 1, 0, 0), .. s_question, 0, .. GivenDns.Words(16, 1, 0, 0, 0)], 1 },
        { "an authority in a query", [.. GivenDns.Words(1, 0x0100, 1, 0, 1, 0), .. s_question], 1 },
        { "a second additional record", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 2), .. s_question, .. GivenDns.Opt(1232), .. GivenDns.Opt(1232)], 1 },
        { "an additional record that is no OPT", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 1), .. s_question, 0, .. GivenDns.Words(16, 1, 0, 0, 1), 0], 1 },
        { "an OPT that announces less than it holds", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 1), .. s_question, .. GivenDns.Opt(1232), 1, 2, 3], 1 },
        { "an OPT that announces more than it holds", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 1), .. s_question, 0, .. GivenDns.Words(41, 1232, 0, 0, 4), 0], 1 },
        { "an OPT of another version", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 1), .. s_question, 0, .. GivenDns.Words(41, 1232, 1, 0, 0)], 1 },
        { "bytes behind the end", [.. GivenDns.Query("a.example"), 0], 1 },
        { "a name that points at itself", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 0), 0xC0, 0x0C, .. GivenDns.Words(1, 1)], 1 },
        { "a name that points into the header", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 0), 1, (byte)'a', 0xC0, 0x00, .. GivenDns.Words(1, 1)], 1 },
        { "a label of 64", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 0), 64, .. Encoding.ASCII.GetBytes(new string('a', 64)), 0, .. GivenDns.Words(1, 1)], 1 },
        { "a name of 256 bytes", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 0), .. Enumerable.Repeat<byte[]>([1, (byte)'a'], 128).SelectMany(label => label), 0, .. GivenDns.Words(1, 1)], 1 },
        { "a name without end", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 0), .. Enumerable.Repeat((byte)1, 1000)], 1 },
        { "a label longer than the rest", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 0), 60, (byte)'a'], 1 },
        { "a dot inside a label", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 0), 8, .. "evil.com"u8, .. GivenDns.Name("cluster.local"), .. GivenDns.Words(1, 1)], 1 },
        { "a zero inside a label", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 0), 3, (byte)'a', 0, (byte)'b', .. GivenDns.Name("example"), .. GivenDns.Words(1, 1)], 1 },
        { "a line break inside a label", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 0), 3, (byte)'a', (byte)'\n', (byte)'b', .. GivenDns.Name("example"), .. GivenDns.Words(1, 1)], 1 },
        { "a letter beyond ASCII", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 0), 2, 0xC3, 0xA9, .. GivenDns.Name("example"), .. GivenDns.Words(1, 1)], 1 },
        { "no type", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 0), .. GivenDns.Name("a.example")], 1 },
        { "more than may be", [.. GivenDns.Words(1, 0x0100, 1, 0, 0, 1), .. s_question, .. GivenDns.Opt(1232, new byte[DnsQueryReader.MaxBytes])], 1 },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void TryRead_Attack_DoesNotGoOn(string what, byte[] message, int? code)
    {
        Assert.False(DnsQueryReader.TryRead(message, out _, out var fault), what);

        Assert.Equal(code, (int?)fault);
    }

    [Fact]
    public void WriteQuery_WhatTheAgentPutBesideTheName_StaysBehind()
    {
        byte[] message = [.. GivenDns.Words(1, 0x05F0, 1, 0, 0, 1), .. s_question, .. GivenDns.Opt(9000, [0, 8, 0, 6, .. "secret"u8])];
        message[2] |= 0x06; // AA and TC mean nothing in a query.

        Assert.True(DnsQueryReader.TryRead(message, out var query, out _));
        var written = new byte[DnsWriter.MaxBytes];
        var length = DnsWriter.WriteQuery(written, query, 7);

        Assert.Equal([.. GivenDns.Words(7, 0x0130, 1, 0, 0, 1), .. s_question, .. GivenDns.Opt(4096)], written[..length]);
    }

    [Fact]
    public void TryRead_LongestName_IsRead()
    {
        var name = string.Join('.', new string('a', 63), new string('b', 63), new string('c', 63), new string('d', 61));

        Assert.True(DnsQueryReader.TryRead(GivenDns.Query(name), out var query, out _));

        Assert.Equal((253, name), (query.Name.Length, query.Name));
    }

    [Theory]
    [InlineData("another id", 1)]
    [InlineData("another question", 2)]
    [InlineData("another type", 3)]
    [InlineData("a query", 4)]
    [InlineData("two questions", 5)]
    [InlineData("no header", 6)]
    [InlineData("a success without a question", 7)]
    [InlineData("a question cut short", 8)]
    public void IsTo_WhatIsNoAnswer_IsNot(string what, int number)
    {
        Assert.True(DnsQueryReader.TryRead(GivenDns.Query("api.openai.com", id: 99), out var query, out _));
        var answer = GivenDns.Answer(GivenDns.Query("api.openai.com", id: 7));
        Assert.True(DnsAnswer.IsTo(answer, query, 7));
        byte[] wrong = number switch
        {
            1 => GivenDns.Answer(GivenDns.Query("api.openai.com", id: 8)),
            2 => GivenDns.Answer(GivenDns.Query("api.openai.org", id: 7)),
            3 => GivenDns.Answer(GivenDns.Query("api.openai.com", GivenDns.Txt, id: 7)),
            4 => GivenDns.Query("api.openai.com", id: 7),
            5 => [.. answer[..5], 2, .. answer[6..]],
            6 => answer[..11],
            7 => [.. GivenDns.Words(7, 0x8180, 0, 0, 0, 0)],
            _ => answer[..20],
        };

        Assert.False(DnsAnswer.IsTo(wrong, query, 7), what);
    }
}
