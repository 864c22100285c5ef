using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Sidecar.Tests.Limits;

/// <summary>An agent that makes its sidecar start anew finds its windows as they were.</summary>
public sealed class KeptCountsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kept-counts-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Restore_ProcessAfter_GoesOnWhereTheOneBeforeEnded()
    {
        var rule = Rule();
        Use(new LimitState(rule, room: null, Keeper()), "", 40);

        var after = new LimitState(rule, room: null, Keeper());

        Assert.Equal(60, after.Of("").LeftOf(100, Now));
        Assert.Equal(Taken.No, after.Of("").TryReserve(61, 100, Now));
    }

    [Fact]
    public void Restore_ByKeys_GivesEachItsOwn()
    {
        var rule = Rule() with { By = LimitBy.EndUser };
        var before = new LimitState(rule, room: null, Keeper());
        before.Count("a", Spent.Known(10), Now);
        Use(before, "b", 70);

        var after = new LimitState(rule, room: null, Keeper());

        Assert.Equal((90, 30, 100), (after.Of("a").LeftOf(100, Now), after.Of("b").LeftOf(100, Now), after.Of("c").LeftOf(100, Now)));
    }

    [Fact]
    public void Restore_LeftTheWindow_CountsNoMore()
    {
        Use(new LimitState(Rule(), room: null, Keeper()), "", 40);
        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(100, new LimitState(Rule(), room: null, Keeper()).Of("").LeftOf(100, Now));
    }

    [Fact]
    public void Restore_RuleThatCountsSomethingElse_TakesNothing()
    {
        Use(new LimitState(Rule(), room: null, Keeper()), "", 40);

        Assert.Equal(100, new LimitState(Rule() with { Unit = LimitUnit.OutputTokens }, room: null, Keeper()).Of("").LeftOf(100, Now));
        Assert.Equal(100, new LimitState(Rule() with { WindowSeconds = 60 }, room: null, Keeper()).Of("").LeftOf(100, Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[{\"limit\":7}]")]
    [InlineData("[{\"limit\":\"a/b/c\",\"unit\":\"Requests\",\"windowSeconds\":3600,\"parts\":[1]}]")]
    [InlineData("[{\"limit\":\"a/b/c\",\"unit\":\"Requests\",\"windowSeconds\":3600,\"parts\":[-5,-9,99999999999999,7]}]")]
    public void Restore_FileThatIsBroken_BeginsAnew(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "limits.json"), text);

        Assert.Equal(100, new LimitState(Rule(), room: null, Keeper()).Of("").LeftOf(100, Now));
    }

    [Fact]
    public void Save_File_IsItsOwnersAlone()
    {
        Use(new LimitState(Rule(), room: null, Keeper()), "", 1);

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(Path.Combine(_folder, "limits.json")));
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private static LimitRule Rule() => new() { Limit = "a/b/c", Unit = LimitUnit.Requests, Amount = 100, WindowSeconds = 3600, Scope = LimitScope.Pod };

    private KeptCounts Keeper() => new(_folder, _time, NullLogger<KeptCounts>.Instance);

    private void Use(LimitState state, string key, long amount)
    {
        state.Count(key, Spent.Known(amount), Now);
        Keeper().Save([state]);
    }
}
