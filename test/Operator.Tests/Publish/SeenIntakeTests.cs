using System.Collections.Immutable;
using System.Globalization;
using AiGateway.Contracts;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Tests.Publish;

public sealed class SeenIntakeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void Take_OrdinaryList_StaysAndIsOrderedByName()
    {
        var server = Take(Server("team/git", "write", "read") with { Instructions = Hash });

        Assert.Equal(["read", "write"], server.Tools.Select(tool => tool.Name));
        Assert.Equal((Hash, Now.AddMinutes(-1), Now.AddMinutes(-2)), (server.Instructions, server.At, server.ListedAt));
    }

    [Theory]
    [InlineData("other/git")]
    [InlineData("team2/git")]
    [InlineData("git")]
    [InlineData("team")]
    public void Take_ServerOfAnotherNamespace_IsLeftOut(string name) => Assert.Empty(TakeAll(Server(name, "read")));

    [Theory]
    [InlineData("")]
    [InlineData("line\nbreak")]
    [InlineData("\u001b[31mred")]
    [InlineData("c1\u0085")]
    [InlineData("paragraph\u2029")]
    [InlineData(ToolPin.Instructions)]
    public void Take_NameThatNoToolMayHave_IsLeftOut(string name) => Assert.Equal(["read"], Take(Server("team/git", "read", name)).Tools.Select(tool => tool.Name));

    [Fact]
    public void Take_NameTooLong_IsLeftOut() =>
        Assert.Equal([new string('n', ToolPin.MaxName)], Take(Server("team/git", new('n', ToolPin.MaxName), new('m', ToolPin.MaxName + 1))).Tools.Select(tool => tool.Name));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void Take_WhatIsNoHash_IsLeftOut(string hash)
    {
        var server = Take(Server("team/git") with { Tools = [new() { Name = "read", Hash = hash }], Instructions = hash });

        Assert.Empty(server.Tools);
        Assert.Null(server.Instructions);
    }

    [Fact]
    public void Take_NameTwice_StandsOnce() =>
        Assert.Equal(["read"], Take(Server("team/git", "read", "read")).Tools.Select(tool => tool.Name));

    [Fact]
    public void Take_TooManyTools_IsCut() =>
        Assert.Equal(SeenServer.MaxTools, Take(Server("team/git", Names(SeenServer.MaxTools + 1))).Tools.Length);

    [Fact]
    public void Take_TooManyServers_IsCut() =>
        Assert.Equal(Seen.MaxServers, TakeAll([.. Names(Seen.MaxServers + 1).Select(name => Server("team/" + name, "read"))]).Length);

    [Fact]
    public void Take_LongNamesAltogether_AreCutToWhatAStatusHolds()
    {
        var server = Take(Server("team/git", [.. Names(SeenServer.MaxTools).Select(name => name + new string('\u00e9', ToolPin.MaxName - 4))]));

        Assert.InRange(server.Tools.Sum(tool => System.Text.Encoding.UTF8.GetByteCount(tool.Name)), SeenIntake.MaxNameBytes - 1024, SeenIntake.MaxNameBytes);
    }

    [Fact]
    public void Take_FromTheFuture_IsFromNow()
    {
        var server = Take(Server("team/git", "read") with { At = Now.AddYears(1), ListedAt = Now.AddYears(1) });

        Assert.Equal((Now, Now), (server.At, server.ListedAt));
    }

    [Fact]
    public void Take_ServerTwice_TheFirstCounts() =>
        Assert.Equal("read", Take(Server("team/git", "read"), Server("team/git", "write")).Tools.Single().Name);

    [Fact]
    public void Take_ToolsWithoutAList_AreNone() => Assert.Empty(Take(Server("team/git", "read") with { ListedAt = null }).Tools);

    [Fact]
    public void Take_NullsInsteadOfObjects_AreNothing()
    {
        Assert.Empty(SeenIntake.Take(new() { Epoch = "e", Servers = default }, "team", Now));
        Assert.Empty(TakeAll([null!]));
        Assert.Empty(Take(Server("team/git") with { Tools = default }).Tools);
        Assert.Empty(Take(Server("team/git") with { Tools = [null!] }).Tools);
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(number => number.ToString("D4", CultureInfo.InvariantCulture))];

    private static SeenServer Take(params SeenServer[] servers) => TakeAll(servers).Single();

    private static ImmutableArray<SeenServer> TakeAll(params SeenServer[] servers) => SeenIntake.Take(new() { Epoch = "e", Servers = [.. servers] }, "team", Now);

    private static SeenServer Server(string name, params string[] tools) => new()
    {
        Server = name, Tools = [.. tools.Select(tool => new SeenTool { Name = tool, Hash = Hash })], At = Now.AddMinutes(-1), ListedAt = Now.AddMinutes(-2),
    };
}
