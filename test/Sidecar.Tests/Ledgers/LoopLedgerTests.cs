using AiGateway.Sidecar.Guards.Loops;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Tests.Guards.Loops;

namespace AiGateway.Sidecar.Tests.Ledgers;

public sealed class LoopLedgerTests
{
    private static readonly LoopEntry s_call = new("search", 1, null);

    [Fact]
    public void Of_MoreSessionsThanFit_ForgetsTheOneUnusedForLongest()
    {
        var ledger = new LoopLedger();
        for (var index = 0; index < LoopLedger.MaxSessions; index++) ledger.Of("tools", $"s-{index}").Add(s_call, default, index + 1);
        ledger.Of("tools", "s-0").Add(s_call, default, 10_000);

        ledger.Of("tools", "new").Add(s_call, default, 10_001);

        Assert.Equal(LoopLedger.MaxSessions, ledger.Count);
        Assert.NotNull(ledger.Find("tools", "s-0"));
        Assert.Null(ledger.Find("tools", "s-1"));
    }

    [Fact]
    public void Of_OtherServerOrSession_IsAnotherHistory()
    {
        var ledger = new LoopLedger();
        var histories = new[] { ledger.Of("a", "1"), ledger.Of("a", "2"), ledger.Of("b", "1"), ledger.Of("a", null) };

        Assert.Equal(4, histories.Distinct().Count());
        Assert.Same(histories[0], ledger.Of("a", "1"));
    }

    [Fact]
    public void History_MoreCallsThanFit_ForgetsTheOldest()
    {
        var history = new LoopHistory();
        for (var index = 0; index < LoopHistory.MaxCalls + 10; index++) history.Add(s_call, default, index);

        Assert.Equal(LoopHistory.MaxCalls, history.Count);
        Assert.Equal(LoopHistory.MaxCalls + 1, history.Find(s_call, 0, GivenLoops.Check()).Count);
    }

    [Fact]
    public void Find_CallsBeforeTheWindow_DoNotCount()
    {
        var history = new LoopHistory();
        for (var at = 1; at <= 5; at++) history.Add(s_call, default, at);

        Assert.Equal(3, history.Find(s_call, 4, GivenLoops.Check()).Count);
    }

    [Fact]
    public void Find_ExemptCallsBetween_DoNotBreakARound()
    {
        var history = new LoopHistory();
        history.Add(s_call, default, 1);
        history.Add(new("wait", 7, null), default, 2);

        Assert.Equal(2, history.Find(s_call, 0, GivenLoops.Check(null, "wait")).Count);
    }

    [Fact]
    public void Answer_OfAnUnknownId_OrTwice_ChangesNothing()
    {
        var history = new LoopHistory();
        history.Add(s_call, "1"u8.ToArray(), 1);
        history.Answer("2"u8, 9, isFailure: false);
        Assert.True(history.Awaits("1"u8));

        history.Answer("1"u8, 5, isFailure: false);
        history.Answer("1"u8, 6, isFailure: false);

        Assert.False(history.Awaits("1"u8));
        Assert.False(history.Awaits([]));
        history.Add(s_call, "3"u8.ToArray(), 2);
        history.Answer("3"u8, 5, isFailure: false);
        Assert.Equal(("REPEATED", 3), (history.Find(s_call, 0, GivenLoops.Check()).Label, history.Find(s_call, 0, GivenLoops.Check()).Count));
    }
}
