using System.Net;
using System.Net.Sockets;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

/// <summary>Queries that go on, and what comes back.</summary>
public sealed class DnsPortTests
{
    private const string Name = "api.openai.com";

    [Fact]
    public async Task Query_Allowed_IsAnsweredByTheFirstServerUnderTheAgentsId()
    {
        await using var house = await DnsHouse.StartAsync();
        var query = GivenDns.Query(Name, id: 0xBEEF);

        Assert.Equal(GivenDns.Answer(query), await house.AskAsync(query));

        Assert.Single(house.First.Asked);
        Assert.Equal(1, house.Counted("decision=\"allowed\",reason=\"\",type=\"A\""));
    }

    [Fact]
    public async Task Query_OverIPv6Loopback_IsAnsweredWhereThereIsOne()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6 && HasLoopback(), "no IPv6 here");
        await using var house = await DnsHouse.StartAsync();

        Assert.Equal(0, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query(Name), IPAddress.IPv6Loopback)));
    }

    [Fact]
    public async Task Query_EachOne_GoesUpWithAnIdAndAPortOfItsOwn()
    {
        await using var house = await DnsHouse.StartAsync();

        for (var query = 0; query < 20; query++) await house.AskAsync(GivenDns.Query(Name, id: 0x1234));

        Assert.InRange(house.First.Asked.Select(asked => GivenDns.IdOf(asked.Query)).Distinct().Count(), 15, 20);
        Assert.InRange(house.First.Asked.Select(asked => asked.Port).Distinct().Count(), 15, 20);
    }

    [Fact]
    public async Task Query_InMixedCase_IsAskedAndAnsweredInThatCase()
    {
        await using var house = await DnsHouse.StartAsync();
        house.First.Udp = query => [GivenDns.Answer([.. query[..12], .. query[12..].Select(letter => (byte)char.ToLowerInvariant((char)letter))])];
        var query = GivenDns.Query("aPi.OpenAI.cOm");

        var answer = await house.AskAsync(query);

        Assert.Equal(GivenDns.QuestionOf(query), GivenDns.QuestionOf(house.First.Asked.Single().Query));
        Assert.Equal(GivenDns.QuestionOf(query), GivenDns.QuestionOf(answer));
    }

    [Fact]
    public async Task Answer_WithAnotherId_IsPassedOver()
    {
        await using var house = await DnsHouse.StartAsync();
        house.First.Udp = query => [GivenDns.Answer([(byte)(query[0] ^ 1), .. query[1..]], records: 9), GivenDns.Answer(query)];
        var query = GivenDns.Query(Name);

        Assert.Equal(GivenDns.Answer(query), await house.AskAsync(query));
    }

    [Fact]
    public async Task Answer_ToAnotherQuestion_IsPassedOver()
    {
        await using var house = await DnsHouse.StartAsync();
        house.First.Udp = query => [GivenDns.Answer([.. query[..2], .. GivenDns.Query("evil.example")[2..]]), GivenDns.Answer(query)];
        var query = GivenDns.Query(Name);

        Assert.Equal(GivenDns.Answer(query), await house.AskAsync(query));
    }

    [Fact]
    public async Task Answer_FromAnotherPort_NeverArrivesAndTheNextServerIsAsked()
    {
        var time = new ManualTime();
        await using var house = await DnsHouse.StartAsync(time);
        house.First.FromAnotherPort = true;
        house.First.Udp = query => [GivenDns.Answer(query, records: 9)];
        var query = GivenDns.Query(Name);

        var asking = house.AskAsync(query);
        await Eventually.HoldsAsync(() => house.First.Answered == 1, "the first server answered, from where nobody asked it");
        Assert.False(asking.IsCompleted);
        DnsHouse.PassTurn(time);

        Assert.Equal(GivenDns.Answer(query), await asking);

        Assert.Single(house.Second.Asked);
    }

    [Fact]
    public async Task Server_ThatIsDown_CostsOneQueryAndTheNextGoToTheOther()
    {
        await using var house = await DnsHouse.StartAsync();
        await house.First.CloseAsync();

        for (var query = 0; query < 3; query++) Assert.Equal(0, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query(Name))));

        Assert.Equal(3, house.Second.Asked.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Server_ThatFails_TheNextIsAsked(int code)
    {
        await using var house = await DnsHouse.StartAsync();
        house.First.Udp = query => [GivenDns.Answer(query, code, records: 0)];

        Assert.Equal(0, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query(Name))));
        house.Second.Udp = house.First.Udp;

        Assert.Equal(code, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query(Name))));
    }

    [Fact]
    public async Task Server_ThatSaysThereIsNone_IsBelieved()
    {
        await using var house = await DnsHouse.StartAsync();
        house.First.Udp = query => [GivenDns.Answer(query, code: 3, records: 0)];

        Assert.Equal(3, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query(Name))));

        Assert.Empty(house.Second.Asked);
    }

    [Fact]
    public async Task Servers_ThatAreSilent_AreAFailureInTime()
    {
        var time = new ManualTime();
        await using var house = await DnsHouse.StartAsync(time);
        house.First.Udp = house.Second.Udp = _ => [];

        var asking = house.AskAsync(GivenDns.Query(Name));
        await Eventually.HoldsAsync(() => house.First.Asked.Count == 1, "the first server is asked");
        DnsHouse.PassTurn(time);
        await Eventually.HoldsAsync(() => house.Second.Asked.Count == 1, "the second server is asked");
        DnsHouse.PassTurn(time);

        Assert.Equal(2, GivenDns.CodeOf(await asking));

        Assert.Equal(2, house.AskedUpstream);
        Assert.Equal(1, house.Counted("decision=\"failed\",reason=\"no_answer\",type=\"A\""));
    }

    [Fact]
    public async Task Truncated_PassesThroughAndTheSameQueryIsAnsweredOverTcp()
    {
        await using var house = await DnsHouse.StartAsync();
        house.First.Udp = query => [[.. GivenDns.Answer(query)[..2], 0x83, .. GivenDns.Answer(query, records: 0)[3..]]];
        house.First.Tcp = query => GivenDns.Answer(query, records: 500);
        var query = GivenDns.Query(Name);

        Assert.True(GivenDns.IsTruncated(await house.AskAsync(query)));
        using var agent = house.Connect(SocketType.Stream);

        Assert.Equal(GivenDns.Answer(query, records: 500), await DnsHouse.AskTcpAsync(agent, query));
    }

    [Theory]
    [InlineData(null, 40, true)]
    [InlineData(null, 20, false)]
    [InlineData(4096, 200, false)]
    [InlineData(1232, 200, true)]
    public async Task Answer_LongerThanTheClientHasRoomFor_IsTruncated(int? room, int records, bool expected)
    {
        await using var house = await DnsHouse.StartAsync();
        house.First.Udp = query => [GivenDns.Answer(query, records: records)];

        var answer = await house.AskAsync(GivenDns.Query(Name, room: (ushort?)room));

        Assert.Equal(expected, GivenDns.IsTruncated(answer));
        Assert.Equal(expected, answer.Length < 100);
    }

    private static bool HasLoopback()
    {
        using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
