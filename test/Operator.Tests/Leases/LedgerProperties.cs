using AiGateway.Contracts.Limits;
using AiGateway.Operator.Leases;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Leases;

/// <summary>Any history of sidecars, a bad network and two leaders: nothing is granted twice, nothing is lost, and the sums are exact.</summary>
public sealed class LedgerProperties
{
    private static readonly LedgerTerms Sliding = new() { Unit = LimitUnit.TotalTokens, Amount = 300, Window = 120_000, MaxOut = 60 };
    private static readonly LedgerTerms Daily = new() { Unit = LimitUnit.Usd, Amount = 500, Period = LimitPeriod.Day, MaxOut = 500 };

    [Fact]
    public void SlidingWindow_AnyHistory_KeepsTheLimit() => ForAll(Sliding, mayKill: true, Covers);

    [Fact]
    public void Calendar_AnyHistory_KeepsTheLimit() => ForAll(Daily, mayKill: true, Covers);

    [Fact]
    public void SlidingWindow_NobodyKilled_SpentIsWhatWasUsedExactly() => ForAll(Sliding, mayKill: false, IsExact);

    [Fact]
    public void Calendar_NobodyKilled_SpentIsWhatWasUsedExactly() => ForAll(Daily, mayKill: false, IsExact);

    private static void ForAll(LedgerTerms terms, bool mayKill, Action<SimulatedWorld> atTheEnd)
    {
        var step = Gen.Choose(0, 17 * 64 * 97 - 1);
        Prop.ForAll(step.ArrayOf(400).ToArbitrary(), steps =>
        {
            var world = new SimulatedWorld(terms, mayKill);
            foreach (var number in steps) world.Step(number);
            atTheEnd(world);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    /// <summary>What a killed process did not tell is covered by what was written off, but for what it used beyond its grants.</summary>
    private static void Covers(SimulatedWorld world)
    {
        var ledger = world.Settle();
        Assert.True(ledger.Spent >= world.TrueUse - world.Overdraft, $"spent {ledger.Spent}, truly {world.TrueUse}");
        Assert.Equal(0, ledger.Out);
    }

    private static void IsExact(SimulatedWorld world)
    {
        var ledger = world.Settle();
        Assert.Equal((world.TrueUse, world.TrueEstimate), (ledger.Spent, ledger.Estimated));
    }
}
