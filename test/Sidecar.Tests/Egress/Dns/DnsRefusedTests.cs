using System.Globalization;
using System.Net.Sockets;
using AiGateway.Rig;
using AiGateway.Sidecar.Egress.Dns;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

/// <summary>Queries that go nowhere: refused at once, counted, and never seen by a server.</summary>
public sealed class DnsRefusedTests
{
    private const int Refused = 5;

    [Theory]
    [InlineData(0, "other")]
    [InlineData(10, "other")]
    [InlineData(41, "other")]
    [InlineData(250, "other")]
    [InlineData(251, "other")]
    [InlineData(252, "other")]
    [InlineData(255, "other")]
    [InlineData(65399, "other")]
    public async Task Type_ThatCarriesAnything_IsRefused(int type, string label)
    {
        await using var house = await DnsHouse.StartAsync();

        Assert.Equal(Refused, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query("api.openai.com", (ushort)type))));

        Assert.Equal(0, house.AskedUpstream);
        Assert.Equal(1, house.Counted($"decision=\"denied\",reason=\"type_refused\",type=\"{label}\""));
    }

    [Fact]
    public async Task Type_Text_PassesAndIsCounted()
    {
        await using var house = await DnsHouse.StartAsync();

        Assert.Equal(0, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query("api.openai.com", GivenDns.Txt))));

        Assert.Equal(1, house.Counted("decision=\"allowed\",reason=\"\",type=\"TXT\""));
    }

    [Fact]
    public async Task Name_NoRulesInForce_IsRefused()
    {
        await using var house = await DnsHouse.StartAsync();
        house.Snapshots.Swap(null);

        Assert.Equal(Refused, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query("kubernetes.default.svc.cluster.local"))));

        Assert.Equal(0, house.AskedUpstream);
        Assert.Equal(1, house.Counted("decision=\"denied\",reason=\"not_ready\",type=\"A\""));
    }

    [Fact]
    public async Task Refusal_RepeatsTheQuestionAndItsOpt()
    {
        await using var house = await DnsHouse.StartAsync();
        var query = GivenDns.Query("Api.OpenAI.com", GivenDns.Any, room: 1232);

        var answer = await house.AskAsync(query);

        Assert.Equal([.. query[..2], .. GivenDns.Words(0x8185), .. query[4..]], answer);
    }

    [Fact]
    public async Task Malformed_IsAFormatErrorAndAnAnswerGetsNone()
    {
        await using var house = await DnsHouse.StartAsync();
        using var agent = house.Connect(SocketType.Dgram);

        await agent.SendAsync(GivenDns.Answer(GivenDns.Query("a.example", id: 1)));
        await agent.SendAsync((byte[])[.. GivenDns.Query("a.example", id: 2), 0]);

        var answer = await DnsHouse.ReceiveAsync(agent);

        Assert.Equal(GivenDns.Words(2, 0x8101, 0, 0, 0, 0), answer);
        Assert.Equal(2, house.Counted("decision=\"denied\",reason=\"malformed\",type=\"other\""));
    }

    [Fact]
    public async Task Flood_MoreThanTheRate_IsRefusedAtOnceAndDoesNotGoOn()
    {
        await using var house = await DnsHouse.StartAsync();

        var codes = new List<int>();
        for (var query = 0; query < 1000; query++) codes.Add(GivenDns.CodeOf(await house.AskAsync(GivenDns.Query(string.Create(CultureInfo.InvariantCulture, $"x{query}.tunnel.example")))));

        Assert.All(codes, code => Assert.True(code is 0 or Refused));
        Assert.Equal(codes.Count(code => code == 0), house.AskedUpstream);
        Assert.NotEqual(0, house.Counted("decision=\"denied\",reason=\"rate\",type=\"A\""));
        Assert.Empty(house.Refusals);
    }

    [Fact]
    public async Task Waiting_AsManyAsMay_TheNextIsRefusedAtOnce()
    {
        await using var house = await DnsHouse.StartAsync(options => options with { MaxWaiting = 4 });
        house.First.Udp = house.Second.Udp = _ => [];
        using var agent = house.Connect(SocketType.Dgram);
        for (ushort id = 0; id < 4; id++) await agent.SendAsync(GivenDns.Query("slow.example", id: id));
        await Eventually.HoldsAsync(() => house.First.Asked.Count == 4, "all four wait");

        Assert.Equal(Refused, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query("one.more.example"))));

        Assert.Equal(1, house.Counted("decision=\"denied\",reason=\"too_many\",type=\"A\""));
    }

    [Fact]
    public async Task Tcp_SeveralQueries_AreAnsweredOnOneConnectionUntilTheBound()
    {
        await using var house = await DnsHouse.StartAsync(options => options with { MaxQueries = 3 });
        using var agent = house.Connect(SocketType.Stream);

        for (ushort id = 0; id < 3; id++) Assert.Equal(id, GivenDns.IdOf(await DnsHouse.AskTcpAsync(agent, GivenDns.Query("api.openai.com", id: id))));

        Assert.Null(await DnsHouse.AskTcpAsync(agent, GivenDns.Query("api.openai.com")));
    }

    [Fact]
    public async Task Tcp_Refused_IsSaidAndTheConnectionGoesOn()
    {
        await using var house = await DnsHouse.StartAsync();
        using var agent = house.Connect(SocketType.Stream);

        Assert.Equal(Refused, GivenDns.CodeOf(await DnsHouse.AskTcpAsync(agent, GivenDns.Query("api.openai.com", GivenDns.Any))));
        Assert.Equal(1, GivenDns.CodeOf(await DnsHouse.AskTcpAsync(agent, [.. GivenDns.Query("api.openai.com"), 0])));
        Assert.Equal(0, GivenDns.CodeOf(await DnsHouse.AskTcpAsync(agent, GivenDns.Query("api.openai.com"))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(DnsQueryReader.MaxBytes + 1)]
    [InlineData(65535)]
    public async Task Tcp_LengthThatNoQueryHas_EndsTheConnection(int length)
    {
        await using var house = await DnsHouse.StartAsync();
        using var agent = house.Connect(SocketType.Stream);

        await agent.SendAsync(GivenDns.Words(length));

        Assert.Empty(await DnsHouse.ReceiveAsync(agent));
    }

    [Fact]
    public async Task Tcp_SilentConnection_IsEnded()
    {
        await using var house = await DnsHouse.StartAsync(options => options with { Idle = TimeSpan.FromMilliseconds(50) });
        using var agent = house.Connect(SocketType.Stream);

        Assert.Empty(await DnsHouse.ReceiveAsync(agent));
    }

    [Fact]
    public async Task Tcp_MoreConnectionsThanMay_TheNextIsEndedAndOneThatLeavesMakesRoom()
    {
        await using var house = await DnsHouse.StartAsync(options => options with { MaxConnections = 1 });
        using var first = house.Connect(SocketType.Stream);
        Assert.NotNull(await DnsHouse.AskTcpAsync(first, GivenDns.Query("api.openai.com")));
        using var second = house.Connect(SocketType.Stream);
        Assert.Empty(await DnsHouse.ReceiveAsync(second));

        first.Dispose();

        await Eventually.HoldsAsync(
            async () =>
            {
                using var next = house.Connect(SocketType.Stream);
                return await DnsHouse.AskTcpAsync(next, GivenDns.Query("api.openai.com")) is not null;
            },
            "the next has room");
    }
}
