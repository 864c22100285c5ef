using System.Collections.Immutable;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Tests.Fixtures;
using AiGateway.Sidecar.Tests.Protocols.Mcp;

namespace AiGateway.Sidecar.Tests.Ledgers;

public sealed class ToolCatalogTests
{
    private static readonly string s_one = new('1', 64);
    private static readonly string s_two = new('2', 64);

    private readonly ManualTime _clock = new();
    private readonly ToolCatalog _catalog;
    private readonly GivenGate _given = new() { Pinning = PinningMode.Block, Approved = [$"a@sha256:{s_one}", $"b@sha256:{s_one}"] };

    public ToolCatalogTests() => _catalog = new(_clock);

    [Theory]
    [InlineData("a", nameof(PinVerdict.Approved))]
    [InlineData("b", nameof(PinVerdict.NotApproved))]
    [InlineData("c", nameof(PinVerdict.NotApproved))]
    [InlineData("d", nameof(PinVerdict.Absent))]
    public void Check_WholeList_IsComparedWithThePins(string tool, string expected)
    {
        Take(Page("a1", "b2", "c1"));

        Assert.Equal(expected, Check(tool).ToString());
        Assert.Equal(PinVerdict.Approved, _catalog.Check((_given with { Pinning = PinningMode.Off }).ToolServer(), tool));
    }

    [Fact]
    public void Check_ListWhoseEndHasNotCome_IsNotKnown()
    {
        Take(Page("a1") with { Next = "p2" });
        Assert.Equal(PinVerdict.Unknown, Check("a"));

        Take(Page("b1") with { Cursor = "p2", Next = "p3" });
        Take(Page("c1") with { Cursor = "other" });
        Assert.Equal(PinVerdict.Unknown, Check("a"));

        Take(Page("c1") with { Cursor = "p3" });
        Assert.Equal(PinVerdict.Approved, Check("a"));
        Assert.Equal(PinVerdict.Approved, Check("b"));
        Assert.Equal(["a", "b", "c"], Seen().Tools.Select(tool => tool.Name));
    }

    [Fact]
    public void Check_ListBegunAnew_TheOldOneHoldsButForWhatIsSeenToBeAnother()
    {
        Take(Page("a1", "b1"));
        Take(Page("a2") with { Next = "p2" });

        Assert.Equal(PinVerdict.NotApproved, Check("a"));
        Assert.Equal(PinVerdict.Approved, Check("b"));
        Assert.Equal(s_one, Seen().Tools[0].Hash);

        Take(Page() with { Cursor = "p2" });
        Assert.Equal(PinVerdict.Absent, Check("b"));
        Assert.Equal(s_two, Seen().Tools[0].Hash);
    }

    [Fact]
    public void Check_PageOfAResumedStream_TellsOfItsToolsAndEndsNoList()
    {
        Take(Page("a1", "b1"));
        Take(Page("a2") with { IsPlaced = false });

        Assert.Equal(PinVerdict.NotApproved, Check("a"));
        Assert.Equal(PinVerdict.Approved, Check("b"));
    }

    [Fact]
    public void Check_ExpiredList_IsNotKnownUntilOneComesThatBeganLater()
    {
        Take(Page("a1"));
        Take(Page("a1") with { Next = "p2" });
        _catalog.Expire(GivenGate.Known);
        Assert.Equal(PinVerdict.Unknown, Check("a"));

        Take(Page("b1") with { Cursor = "p2" });
        Assert.Equal(PinVerdict.Unknown, Check("a"));

        Take(Page("a1"));
        Assert.Equal(PinVerdict.Approved, Check("a"));
    }

    [Fact]
    public void Check_OldList_IsNotKnownUnderBlockAlone()
    {
        Take(Page("a1"));
        _clock.Advance(ToolCatalog.MaxAge + TimeSpan.FromSeconds(1));

        Assert.Equal(PinVerdict.Unknown, Check("a"));
        Assert.Equal(PinVerdict.Approved, _catalog.Check((_given with { Pinning = PinningMode.Warn }).ToolServer(), "a"));
    }

    [Fact]
    public void ToSeen_NothingChanged_IsTheSameArray()
    {
        Take(Page("a1"));
        var seen = _catalog.ToSeen();

        _catalog.Touch(GivenGate.Known);
        _catalog.Expire(GivenGate.Known);
        Assert.True(seen == _catalog.ToSeen());

        _clock.Advance(TimeSpan.FromMinutes(1));
        _catalog.Touch(GivenGate.Known);
        Assert.False(seen == _catalog.ToSeen());
        Assert.Equal(_clock.GetUtcNow(), Seen().At);
        Assert.Equal(_clock.GetUtcNow() - TimeSpan.FromMinutes(1), Seen().ListedAt);
    }

    [Fact]
    public void ToSeen_Servers_AreOrderedAndToldWhole()
    {
        _catalog.Touch("shop/b");
        _catalog.TakeInstructions("shop/a", s_two);
        _catalog.Take("shop/a", Page("z1", "a2"));

        var seen = _catalog.ToSeen();

        Assert.Equal(["shop/a", "shop/b"], seen.Select(server => server.Server));
        Assert.Equal(["a", "z"], seen[0].Tools.Select(tool => tool.Name));
        Assert.Equal((s_two, null), (seen[0].Instructions, seen[1].Instructions));
        Assert.Null(seen[1].ListedAt);
    }

    [Fact]
    public void Touch_MoreServersThanItKeeps_TheSilentOnesMakeRoom()
    {
        _catalog.Touch("silent");
        _clock.Advance(TimeSpan.FromMinutes(2));
        for (var number = 0; number < ToolCatalog.MaxServers; number++) _catalog.Touch($"server{number}");

        Assert.Equal(ToolCatalog.MaxServers, _catalog.ToSeen().Length);
        Assert.DoesNotContain(_catalog.ToSeen(), server => server.Server == "silent");
    }

    [Fact]
    public void Take_ListWithoutEnd_IsBounded()
    {
        for (var page = 0; page < 2_000; page++) Take(Page($"t{page}1") with { Cursor = page == 0 ? null : $"p{page}", Next = $"p{page + 1}" });

        Assert.Empty(Seen().Tools);
        Take(Page("last1") with { Cursor = "p2000" });
        Assert.Equal(SeenServer.MaxTools, Seen().Tools.Length);
    }

    [Fact]
    public void PropertiesOf_ListedTool_AreThoseOfItsInputSchema()
    {
        var page = ToolLists.Take(_given.ToolServer(), _catalog, new(Encoding.UTF8.GetBytes(GivenGate.Result(
            """{"tools":[{"name":"a","inputSchema":{"properties":{"query":{"type":"object","properties":{"deep":1}},"limit":{}},"type":"object"}}],"nextCursor":"p2"}"""))), null);

        Assert.Equal(new ToolListing(true, "p2"), page);
        Assert.Equal(["query", "limit"], _catalog.PropertiesOf(GivenGate.Known, "a"));
        Assert.Empty(_catalog.PropertiesOf(GivenGate.Known, "b"));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":""}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"tools":null}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"content":[],"result":{"tools":[]}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"tools":[],"nextCursor":7}}""")]
    [InlineData("hello")]
    public void Take_AnswerThatIsNoList_IsNotRead(string answer)
    {
        Assert.False(ToolLists.Take(_given.ToolServer(), _catalog, new(Encoding.UTF8.GetBytes(answer)), null).IsRead);
        Assert.Equal(PinVerdict.Unknown, Check("a"));
    }

    private PinVerdict Check(string tool) => _catalog.Check(_given.ToolServer(), tool);

    private SeenServer Seen() => Assert.Single(_catalog.ToSeen());

    private void Take(ToolPage page) => _catalog.Take(GivenGate.Known, page);

    /// <summary>Tools by their names and, as the last letter, which of two definitions they have.</summary>
    private static ToolPage Page(params string[] tools) => new()
    {
        Tools = [.. tools.Select(tool => new ToolDefinition(tool[..^1], tool[^1] == '1' ? s_one : s_two, ImmutableArray<string>.Empty))],
        IsPlaced = true,
    };
}
