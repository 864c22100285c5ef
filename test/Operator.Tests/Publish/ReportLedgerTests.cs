using AiGateway.Contracts;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Tests.Publish;

public sealed class ReportLedgerTests
{
    [Fact]
    public void Add_LostRepeatedAndLateReports_CountEachCallOnce()
    {
        var ledger = new ReportLedger(new ManualTime());

        Assert.True(ledger.Add("uid-a", "team", "Deployment/agent", Report("one", 1, calls: 5)));
        Assert.True(ledger.Add("uid-a", "team", "Deployment/agent", Report("one", 4, calls: 12)));
        Assert.False(ledger.Add("uid-a", "team", "Deployment/agent", Report("one", 4, calls: 12)));
        Assert.False(ledger.Add("uid-a", "team", "Deployment/agent", Report("one", 3, calls: 9)));
        Assert.True(ledger.Add("uid-b", "team", "Deployment/agent", Report("one", 1, calls: 100)));

        Assert.Equal(112, Assert.Single(ledger.Totals()).Total.Calls);
    }

    [Fact]
    public void Add_SidecarStartsAnew_ItsNewTotalsAreAdded()
    {
        var ledger = new ReportLedger(new ManualTime());

        ledger.Add("uid-a", "team", "Deployment/agent", Report("one", 7, calls: 10));
        ledger.Add("uid-a", "team", "Deployment/agent", Report("two", 1, calls: 3));
        ledger.Add("uid-c", "other", "Job/batch", Report("one", 1, calls: 1));

        Assert.Equal([("other", 1L), ("team", 13L)], ledger.Totals().Select(row => (row.Namespace, row.Total.Calls)));
    }

    [Fact]
    public void Add_TokensOfJudges_AreSummedWhereTheyAreTold()
    {
        var ledger = new ReportLedger(new ManualTime());

        ledger.Add("uid-a", "team", "Deployment/agent", Report("one", 1, calls: 1));
        ledger.Add("uid-a", "team", "Deployment/agent", Report("one", 2, calls: 2) with { GuardInputTokens = 12, GuardOutputTokens = 3 });
        ledger.Add("uid-b", "team", "Deployment/agent", Report("one", 1, calls: 1) with { GuardInputTokens = 5 });

        Assert.Equal((17L, 3L), (ledger.Totals().Single().Total.GuardInputTokens, ledger.Totals().Single().Total.GuardOutputTokens));
    }

    [Fact]
    public void Add_CostsThatAreTold_AreSummed()
    {
        var ledger = new ReportLedger(new ManualTime());

        ledger.Add("uid-a", "team", "Deployment/agent", Report("one", 1, calls: 1) with { CostNanos = 10 });
        ledger.Add("uid-a", "team", "Deployment/agent", Report("one", 2, calls: 2) with { CostNanos = 25, EstimatedCostNanos = 5, Unpriced = 1 });
        ledger.Add("uid-b", "team", "Deployment/agent", Report("one", 1, calls: 1) with { CostNanos = 4 });

        var total = ledger.Totals().Single().Total;
        Assert.Equal((29L, 5L, 1L), (total.CostNanos, total.EstimatedCostNanos, total.Unpriced));
    }

    private static Report Report(string epoch, long sequence, long calls) => new() { Epoch = epoch, Sequence = sequence, Calls = calls };
}
