using AiGateway.Contracts;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Tests.Status.Tools;

/// <summary>Several sidecars, old ones, gone ones, and one that lies: whose word counts.</summary>
public sealed class ManySidecarsTests
{
    private static readonly string Read = ToolsGiven.Pin("read");
    private static readonly string Write = ToolsGiven.Pin("write");

    private readonly ToolsGiven _given = new();

    [Fact]
    public async Task Status_TwoListsOfOneServer_TheNewerCounts()
    {
        var older = _given.Saw("git", Read);
        _given.Time.Advance(TimeSpan.FromSeconds(1));

        await _given.Hear("a", _given.Saw("git", Read, Write)).Hear("b", older).LookAsync();

        Assert.Equal(["read", "write"], _given.Status().Tools.Select(tool => tool.Name));
    }

    [Fact]
    public async Task Status_ServerWithdrawsATool_ItIsGone()
    {
        await _given.Hear("a", _given.Saw("git", Read, Write)).LookAsync();
        _given.Time.Advance(TimeSpan.FromSeconds(1));

        await _given.Hear("b", _given.Saw("git", Read)).LookAsync();

        Assert.Equal(["read"], _given.Status().Tools.Select(tool => tool.Name));
    }

    [Fact]
    public async Task Status_PodWithTheNewestListEnds_AnOlderListIsNoNews()
    {
        var older = _given.Saw("git", Read);
        _given.Time.Advance(TimeSpan.FromSeconds(1));
        await _given.Hear("a", _given.Saw("git", Read, Write)).Hear("b", older).LookAsync();

        await _given.Leave("a").Hear("b", older).LookAsync();

        Assert.Equal(["read", "write"], _given.Status().Tools.Select(tool => tool.Name));
    }

    [Fact]
    public async Task Status_NoSidecarIsThere_ToolsStayAndAreJudgedAnew()
    {
        await _given.Hear("a", _given.Saw("git", Read, Write)).LookAsync();
        await _given.Leave("a").ChangeLeader().LookAsync();
        Assert.Equal([Read, Write], _given.Status().Unapproved.AsEnumerable());

        await _given.Approve("git", Read).LookAsync();

        Assert.Equal([("read", "Approved"), ("write", "New")], _given.Status().Tools.Select(tool => (tool.Name, tool.State)));
        Assert.Equal((2, 1), (_given.Status().ToolCount, _given.Status().DriftCount));
    }

    [Fact]
    public async Task Status_SidecarThatTellsNothing_TakesNothingAway()
    {
        await _given.Hear("a", _given.Saw("git", Read)).LookAsync();

        await _given.Leave("a").ChangeLeader().Hear("b").LookAsync();

        Assert.Equal(["read"], _given.Status().Tools.Select(tool => tool.Name));
    }

    [Fact]
    public async Task Status_OneSidecarMissedTheInstructions_TheyStay()
    {
        var words = ToolsGiven.Pin(ToolPin.Instructions);
        await _given.Hear("a", _given.Saw("git", words, Read)).LookAsync();
        _given.Time.Advance(TimeSpan.FromSeconds(1));

        await _given.Hear("b", _given.Saw("git", Read)).LookAsync();

        Assert.Equal([words, Read], _given.Status().Unapproved.AsEnumerable());
    }

    [Fact]
    public async Task Status_PodThatDoesNotReachTheServer_HasNoSayInIt()
    {
        _given.Servers = [ToolsGiven.Server("git"), ToolsGiven.Server("web")];
        _given.Reached = ["git"];

        await _given.Hear("a", _given.Saw("git", Read), _given.Saw("web", Write)).LookAsync();

        Assert.Equal(1, _given.Status("git").ToolCount);
        Assert.Null(_given.Status("web").ToolCount);
    }

    [Fact]
    public async Task Status_SidecarWithoutTheFeature_IsOutdatedForTheServer()
    {
        await _given.Hear("a", _given.Saw("git", Read)).Hear(_given.Enforcing("b") with { Features = [] }).LookAsync();

        Assert.Equal(("False", StatusReasons.SidecarOutdated), (_given.Condition("Programmed").Status, _given.Condition("Programmed").Reason));
        Assert.Contains("team/b", _given.Condition("Programmed").Message, StringComparison.Ordinal);
        Assert.Equal(1, _given.Status().ToolCount);
    }

    [Fact]
    public async Task Status_SpecCanNoLongerBeRead_KeepsWhatWasSeen()
    {
        await _given.Hear("a", _given.Saw("git", Read)).LookAsync();
        var server = _given.Servers[0];

        _given.Servers = [];
        _given.Unreadable = [new() { Kind = nameof(McpServer), Metadata = server.Metadata, Field = "spec.url", Message = "a string is missing" }];
        await _given.LookAsync();

        var written = Assert.IsType<McpServerStatus>(_given.Sink.Writes[^1].Status);
        Assert.Equal(("False", 1), (written.Of("Accepted").Status, written.ToolCount));
        Assert.Equal([Read], written.Unapproved.AsEnumerable());
    }

    [Fact]
    public async Task Status_ServerMadeAnew_KnowsNothingOfTheOldOne()
    {
        await _given.Hear("a", _given.Saw("git", Read)).LookAsync();
        var again = ToolsGiven.Server("git");

        _given.Leave("a").Servers = [again with { Metadata = again.Metadata with { Uid = "uid-again" } }];
        await _given.LookAsync();

        Assert.Null(_given.Status().ToolCount);
    }

    [Fact]
    public async Task Write_NothingChanged_WritesNothing()
    {
        await _given.Hear("a", _given.Saw("git", Read, Write)).LookAsync();

        await _given.LookAsync();
        await _given.ChangeLeader().LookAsync();
        await _given.Hear("a", _given.Saw("git", Read, Write)).LookAsync();

        Assert.Equal(1, _given.WritesOf());
    }

    [Fact]
    public async Task Write_OnlyTheContactIsNewer_WaitsForTenMinutes()
    {
        await _given.Hear("a", _given.Saw("git", Read)).LookAsync();

        for (var minute = 1; minute < 10; minute++)
        {
            _given.Time.Advance(TimeSpan.FromMinutes(1));
            await _given.Hear("a", _given.Saw("git", Read)).LookAsync();
        }

        Assert.Equal(1, _given.WritesOf());
        _given.Time.Advance(TimeSpan.FromMinutes(1));
        await _given.Hear("a", _given.Saw("git", Read)).LookAsync();

        Assert.Equal((2, _given.Time.GetUtcNow()), (_given.WritesOf(), _given.Status().LastContact));
    }

    [Fact]
    public async Task Write_MoreThanAStatusHolds_StaysWithinItsBounds()
    {
        var flood = SeenIntake.Take(
            new()
            {
                Epoch = "e",
                Servers = [_given.Saw("git", [.. Enumerable.Range(0, 2000).Select(number => ToolsGiven.Pin(new string('\u4e00', 200) + number))])],
            },
            "team", _given.Time.GetUtcNow());

        await _given.Hear("a", [.. flood]).LookAsync();

        var status = _given.Status();
        Assert.InRange(status.Tools.Length, 1, 512);
        Assert.InRange(status.Unapproved.Length, 1, 513);
        Assert.All(status.Unapproved, line => Assert.InRange(line.Length, 73, 328));
        Assert.All(status.Conditions, condition => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(condition.Message), 1, 4096));
        Assert.InRange(status.Conditions.Length, 1, 8);
    }
}
