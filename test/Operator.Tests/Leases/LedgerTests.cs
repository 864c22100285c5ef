using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Leases;

namespace AiGateway.Operator.Tests.Leases;

public sealed class LedgerTests
{
    private const long Noon = 1_790_251_200_000; // Thursday, 24 September 2026, 12:00 UTC.

    private static readonly HolderId One = HolderId.Of("pod-1", Epochs.Write(1));
    private static readonly HolderId Next = HolderId.Of("pod-1", Epochs.Write(2));
    private static readonly HolderId Two = HolderId.Of("pod-2", "b");

    [Theory]
    [InlineData(LimitPeriod.Day, "2026-09-25")]
    [InlineData(LimitPeriod.Week, "2026-09-28")]
    [InlineData(LimitPeriod.Month, "2026-10-01")]
    public void Calendar_ResetsWhereTheNextOneBegins(LimitPeriod period, string next)
    {
        var window = new UseWindow(Terms(100) with { Window = 0, Period = period });
        var end = DateTimeOffset.Parse($"{next}T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

        window.Book(Noon, 40, 10);

        Assert.Equal(end, window.ResetsAt);
        window.Roll(end - 1);
        Assert.Equal((40, 10), (window.Used, window.Estimated));
        window.Roll(end);
        Assert.Equal((0, 0), (window.Used, window.Estimated));
    }

    [Fact]
    public void SlidingWindow_HasAtMostSixtyOneBucketsAndForgetsNoneTooEarly()
    {
        var window = new UseWindow(Terms(long.MaxValue) with { Window = 3_600_000 });
        for (var second = 0; second < 7200; second++)
        {
            window.Roll(Noon + (second * 1000));
            window.Book(Noon + (second * 1000), 1, 0);
            Assert.True(window.Used >= Math.Min(second + 1, 3600));
            Assert.True(window.Used <= 3600 + 60);
        }

        Assert.InRange(window.All.Count, 60, 61);
    }

    [Fact]
    public void ClockThatWentBack_NothingCountsForAShorterTime()
    {
        var window = new UseWindow(Terms(100));
        window.Book(Noon, 10, 0);
        var before = window.ResetsAt;
        window.Book(Noon - 600_000, 5, 0);

        Assert.Equal((before, 15), (window.ResetsAt, window.Used));
    }

    [Fact]
    public void Overdrawn_IsWhatLivingProcessesUsedBeyondTheirGrants()
    {
        var ledger = new Ledger(Terms(100));
        ledger.Hear(One, Word(granted: 0, used: 0), 1, Noon);
        ledger.Hear(Two, Word(granted: 0, used: 0), 1, Noon);
        ledger.Grant(ledger.Find(One)!, 10);
        ledger.Grant(ledger.Find(Two)!, 10);
        Assert.Equal(0, ledger.Overdrawn);

        ledger.Hear(One, Word(granted: 10, used: 35), 2, Noon);
        ledger.Hear(Two, Word(granted: 10, used: 4), 2, Noon);
        Assert.Equal((25, 6, 39), (ledger.Overdrawn, ledger.Out, ledger.Window.Used));

        ledger.Grant(ledger.Find(One)!, 20);
        Assert.Equal((5, 6), (ledger.Overdrawn, ledger.Out)); // The grant makes good what it can.
        ledger.WriteOff(ledger.Find(One)!, Noon);
        Assert.Equal((0, 45), (ledger.Overdrawn, ledger.Window.Used + ledger.Out));
    }

    [Fact]
    public void Overdrawn_OfCallsUnderWay_IsNothing()
    {
        var ledger = new Ledger(Terms(100) with { Unit = LimitUnit.ConcurrentCalls, Window = 0 });
        ledger.Hear(One, Word(granted: 1, used: 9), 1, Noon);

        Assert.Equal((0, 9), (ledger.Overdrawn, ledger.Out));
    }

    [Theory]
    [InlineData(LimitUnit.TotalTokens, "At most 10 stand in slices at sidecars at one time, or what one call alone needs. The limit is passed by no more than what calls under way use beyond what was reserved for them: ")]
    [InlineData(LimitUnit.Requests, "At most 10 stand in slices at sidecars at one time, or what one call alone needs; the limit is not passed: each call is one.")]
    [InlineData(LimitUnit.ConcurrentCalls, "What is out is held, and never more than the limit.")]
    public void Tell_OfALedger_SaysWhatCanPassTheLimitAndHowMuchDid(LimitUnit unit, string text)
    {
        var ledger = new Ledger(Terms(100) with { Unit = unit, MaxOut = 10 });
        ledger.Hear(One, Word(granted: 10, used: 35), 1, Noon);

        var told = BudgetTeller.Of(ledger, Noon);

        Assert.StartsWith(text, told.MaxOvershootText, StringComparison.Ordinal);
        Assert.Equal(unit == LimitUnit.ConcurrentCalls ? "0" : "25", told.Overdrawn);
        Assert.Contains($"\"overdrawn\":\"{told.Overdrawn}\"", System.Text.Encoding.UTF8.GetString(ApiBudgetSink.Write(new("team", "month"), told).Span), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherWindow_TakesOverWhatWasCounted()
    {
        var hour = new Ledger(Terms(100));
        hour.Hear(One, Word(granted: 30, used: 20), 1, Noon);
        var text = LedgerText.Write(hour.Terms, [new("", hour)]);

        var day = LedgerText.Read(text, Terms(100) with { Window = 0, Period = LimitPeriod.Day }, Noon + 1000)![""];

        Assert.Equal((20, 10, 70), (day.Window.Used, day.Out, day.Room));
        Assert.Empty(LedgerText.Read(text, Terms(100) with { Unit = LimitUnit.Usd }, Noon)!);
    }

    [Fact]
    public void Grant_RepeatedQuestion_GivesNothingTwice()
    {
        var ledger = new Ledger(Terms(100));
        ledger.Hear(One, Word(wanted: 10), 1, Noon);
        Slicing.Share(ledger, Noon);
        var granted = ledger.Find(One)!.Granted;
        ledger.Hear(One, Word(wanted: 10), 1, Noon);

        Assert.Empty(Slicing.Share(ledger, Noon));
        Assert.Equal((granted, granted), (ledger.Find(One)!.Granted, ledger.Out));
        Assert.InRange(granted, 10, 20);
    }

    [Fact]
    public void NewEpoch_WritesOffTheOldOne_AndALateLastWordTakesItBack()
    {
        var ledger = new Ledger(Terms(100));
        ledger.Hear(One, Word(granted: 50, used: 20), 1, Noon);
        ledger.Hear(Next, Word(), 1, Noon);
        Assert.Equal((50, 30, 0), (ledger.Window.Used, ledger.Estimated, ledger.Out));

        ledger.Hear(One, Word(granted: 50, used: 25, returned: 25) with { Final = true }, 2, Noon);

        Assert.Equal((25, 25, 0, 0), (ledger.Window.Used, ledger.Spent, ledger.Estimated, ledger.Out));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LateWordOfTheProcessBefore_TakesNothingFromTheOneThatGoesOn(bool byANewLeader)
    {
        var ledger = new Ledger(Terms(100));
        ledger.Hear(Next, Word(granted: 40, used: 5), 1, Noon);
        if (byANewLeader) ledger = LedgerText.Read(LedgerText.Write(ledger.Terms, [new("", ledger)]), ledger.Terms, Noon)![""];

        ledger.Hear(One, Word(granted: 10, used: 8, wanted: 20), 2, Noon);

        Assert.Equal((null, 35), (ledger.Find(Next)!.Ended, ledger.Out));
        Assert.NotNull(ledger.Find(One)!.Ended);
        Assert.Equal((15, 2), (ledger.Spent, ledger.Estimated)); // What the dead one had left counts as used.
        Assert.Empty(Slicing.Share(ledger, Noon));
    }

    [Fact]
    public void Merge_OfAWordOfTheProcessBefore_TakesNothingFromTheOneThatWasWrittenDown()
    {
        var (written, heard) = (new Ledger(Terms(100)), new Ledger(Terms(100)));
        written.Hear(Next, Word(granted: 40), 1, Noon);
        heard.Hear(One, Word(wanted: 5), 1, Noon);

        written.Merge(heard, Noon);
        written.Forget(Noon + Ledger.Memory);

        Assert.Equal((40, 40), (written.Find(Next)!.Granted, written.Out));
        Assert.Null(written.Find(One));
    }

    [Fact]
    public void Forget_TheWholePodIsGone_RemembersNeitherProcess()
    {
        var ledger = new Ledger(Terms(100));
        ledger.Hear(One, Word(granted: 10), 1, Noon);
        ledger.Hear(Next, Word(), 1, Noon);
        ledger.WriteOff(ledger.Find(Next)!, Noon);

        ledger.Forget(Noon + Ledger.Memory);

        Assert.Empty(ledger.Holders);
    }

    [Fact]
    public void Share_ManyAsk_NobodyGoesWithout()
    {
        var ledger = new Ledger(Terms(1000) with { MaxOut = 100 });
        for (var pod = 0; pod < 50; pod++) ledger.Hear(HolderId.Of($"pod-{pod}", "e"), Word(wanted: pod == 0 ? 100 : 2), 1, Noon);

        Slicing.Share(ledger, Noon);

        Assert.All(ledger.Holders, holder => Assert.InRange(holder.Granted, 1, 60));
        Assert.InRange(ledger.Out, 90, 100);
    }

    [Fact]
    public void Share_OneCallNeedsMoreThanMayBeOut_GetsItAlone()
    {
        var ledger = new Ledger(Terms(1000) with { MaxOut = 100 });
        ledger.Hear(One, Word(wanted: 400), 1, Noon);
        Slicing.Share(ledger, Noon);
        ledger.Hear(Two, Word(wanted: 10), 1, Noon);
        Slicing.Share(ledger, Noon);

        Assert.Equal((400, 0), (ledger.Find(One)!.Granted, ledger.Find(Two)!.Granted));
        Assert.NotNull(Slicing.RoomAt(ledger, ledger.Find(Two)!, Noon));
    }

    [Fact]
    public void Overdraft_IsConsumed_AndGrantingItIsNoRoomForAnybody()
    {
        var ledger = new Ledger(Terms(100) with { MaxOut = 100 });
        ledger.Hear(One, Word(granted: 90, used: 120, wanted: 40), 1, Noon);

        Slicing.Share(ledger, Noon);

        Assert.Equal((120, 0, -20), (ledger.Window.Used, ledger.Out, ledger.Room));
        Assert.Equal(120, ledger.Find(One)!.Granted);
        Assert.Equal(Noon + 3_660_000, Slicing.RoomAt(ledger, ledger.Find(One)!, Noon));
    }

    [Fact]
    public void ConcurrentCalls_ComeBack_AndADeadOnesAreFree()
    {
        var ledger = new Ledger(LedgerTerms.Of(new() { Limit = "a", Scope = LimitScope.Agent, Unit = LimitUnit.ConcurrentCalls, Amount = 4 }));
        ledger.Hear(One, Word(wanted: 3), 1, Noon);
        ledger.Hear(Two, Word(wanted: 3), 1, Noon);
        Slicing.Share(ledger, Noon);
        Assert.Equal((4, 0), (ledger.Out, ledger.Room));

        ledger.Hear(One, Word(granted: ledger.Find(One)!.Granted, used: 1), 2, Noon);
        Assert.Equal((4, 1), (ledger.Out, ledger.UnderWay));
        ledger.WriteOff(ledger.Find(One)!, Noon);

        Assert.Equal((0, 0), (ledger.UnderWay, ledger.Window.Used));
        Slicing.Share(ledger, Noon);
        Assert.Equal(3, ledger.HeldBy(ledger.Find(Two)!));
    }

    [Fact]
    public void LyingWords_NothingOverflows()
    {
        var ledger = new Ledger(Terms(100));
        for (var pod = 0; pod < 3000; pod++)
            ledger.Hear(HolderId.Of($"pod-{pod}", "e"), Word(long.MaxValue, pod % 2 == 0 ? long.MaxValue : long.MinValue, long.MaxValue, -1) with { Estimated = long.MaxValue }, 1, Noon);
        Slicing.Share(ledger, Noon);
        ledger.Forget(Noon + 1);

        Assert.True(ledger.Room <= 0 && ledger.Out >= 0 && ledger.Window.Used > 0 && ledger.Spent > 0);
        Assert.NotNull(LedgerText.Read(LedgerText.Write(ledger.Terms, [new("", ledger)]), ledger.Terms, Noon));
    }

    [Theory]
    [InlineData("")]
    [InlineData("aigateway-ledger 1\n")]
    [InlineData("aigateway-ledger 2\nterms TotalTokens 3600000\n")]
    [InlineData("aigateway-ledger 1\nterms Apples 3600000\n")]
    [InlineData("aigateway-ledger 1\nterms TotalTokens 3600000\nb 1 2 3\n")]
    [InlineData("aigateway-ledger 1\nterms TotalTokens 3600000\ncount . 1 -2\n")]
    [InlineData("aigateway-ledger 1\nterms TotalTokens 3600000\ncount .zz 1 2\n")]
    [InlineData("aigateway-ledger 1\nterms TotalTokens 3600000\ncount . 1 2\ncount . 1 2\n")]
    [InlineData("aigateway-ledger 1\nterms TotalTokens 3600000\ncount . 1 2\nb 5 1 1\nb 4 1 1\n")]
    [InlineData("aigateway-ledger 1\nterms TotalTokens 3600000\ncount . 1 2\nh AAAAAAAAAAA AAAAAAAAAAA 1 2 3\n")]
    [InlineData("aigateway-ledger 1\nterms TotalTokens 3600000\ncount . 1 2\nh AAAA AAAAAAAAAAA 1 2 3 4\n")]
    [InlineData("aigateway-ledger 1\nterms TotalTokens 3600000\ncount . 1 2\nh AAAAAAAAAAA AAAAAAAAAAA 1 2 3 4\nh AAAAAAAAAAA AAAAAAAAAAA 1 2 3 4\n")]
    [InlineData("aigateway-ledger 1\nterms TotalTokens 3600000\ncount . 1 2")]
    public void Text_NotWrittenHere_IsNoLedger(string text) => Assert.Null(LedgerText.Read(text, Terms(100), Noon));

    private static LedgerTerms Terms(long amount) => new() { Unit = LimitUnit.TotalTokens, Amount = amount, Window = 3_600_000, MaxOut = amount };

    private static SliceState Word(long granted = 0, long used = 0, long returned = 0, long wanted = 0) =>
        new() { Limit = "team/shared", Scope = LimitScope.Budget, Granted = granted, Used = used, Returned = returned, Wanted = wanted };
}
