using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

public sealed class SeenSequenceTests
{
    private readonly ManualTime _time = new();
    private readonly SeenSequence _sequence;
    private ImmutableArray<SeenServer> _servers = [];

    public SeenSequenceTests() => _sequence = new(
        new() { Operator = new("https://operator"), TokenFile = "", RootsFile = "", Version = "", Epoch = "epoch-1", Totals = () => throw new NotSupportedException(), Finish = () => { }, Servers = () => _servers, Enforcement = () => throw new NotSupportedException() },
        _time);

    [Fact]
    public void Next_NothingSeen_SaysNothing() => Assert.Null(Next());

    [Fact]
    public void Next_ListSeen_TellsItOnce()
    {
        _servers = [Server("team/git", "read", "write")];

        var seen = Next();

        Assert.Equal(("epoch-1", "team/git"), (seen!.Epoch, seen.Servers.Single().Server));
        Assert.Equal(["read", "write"], seen.Servers[0].Tools.Select(tool => tool.Name));
        Assert.Null(Next());
    }

    [Fact]
    public void Next_SameListInAnotherArray_SaysNothing()
    {
        _servers = [Server("team/git", "read")];
        Next();

        _servers = [Server("team/git", "read")];

        Assert.Null(Next());
    }

    [Fact]
    public void Next_NewStream_TellsEverythingAgain()
    {
        _servers = [Server("team/git", "read")];
        Next();

        _sequence.Forget();

        Assert.Equal("team/git", Next()!.Servers.Single().Server);
    }

    [Fact]
    public void Next_ToolsOrInstructionsChanged_IsToldAtOnce()
    {
        _servers = [Server("team/git", "read")];
        Next();

        _servers = [Server("team/git", "read", "write")];
        Assert.Equal(2, Next()!.Servers[0].Tools.Length);
        _servers = [_servers[0] with { Instructions = new('b', 64) }];
        Assert.NotNull(Next()!.Servers[0].Instructions);
    }

    [Fact]
    public void Next_OnlyTimesChanged_IsToldAtMostOnceAMinute()
    {
        _servers = [Server("team/git", "read")];
        Next();
        _servers = [_servers[0] with { At = _servers[0].At.AddSeconds(59), ListedAt = _servers[0].ListedAt!.Value.AddSeconds(59) }];

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(Next());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(_servers[0].ListedAt, Next()!.Servers[0].ListedAt);
    }

    [Fact]
    public void Next_MoreThanALineHolds_LeavesTheLongestListsOut()
    {
        string Long(int number) => number.ToString("D4", System.Globalization.CultureInfo.InvariantCulture) + new string('\u00e9', ToolPin.MaxName - 4);
        _servers = [Server("team/a-flood", [.. Enumerable.Range(0, SeenServer.MaxTools * 5).Select(Long)]), Server("team/git", "read"), Server("team/web", "get")];

        _sequence.TryNext(out var line);

        Assert.Equal(["team/git", "team/web"], line!.Seen!.Servers.Select(server => server.Server));
    }

    [Fact]
    public void Next_AsMuchAsIsTold_FitsIntoALine()
    {
        string Long(int number) => number.ToString("D4", System.Globalization.CultureInfo.InvariantCulture) + new string('\u00e9', ToolPin.MaxName - 4);
        _servers = [.. Enumerable.Range(0, 100).Select(server => Server($"team/{server}", [.. Enumerable.Range(0, SeenServer.MaxTools).Select(Long)]))];

        _sequence.TryNext(out var line);

        Assert.NotEmpty(line!.Seen!.Servers);
        Assert.InRange(BundleJson.WriteLine(line).Length, 1, Protocol.MaxLineBytes);
    }

    private Seen? Next() => _sequence.TryNext(out var line) ? line.Seen : null;

    private SeenServer Server(string name, params string[] tools) => new()
    {
        Server = name,
        Tools = [.. tools.Select(tool => new SeenTool { Name = tool, Hash = new('a', 64) })],
        At = _time.GetUtcNow(),
        ListedAt = _time.GetUtcNow(),
    };
}
