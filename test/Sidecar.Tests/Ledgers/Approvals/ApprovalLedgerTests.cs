using AiGateway.Contracts.Approvals;
using AiGateway.Sidecar.Ledgers.Approvals;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Ledgers.Approvals;

/// <summary>What stands of a question over its life: who finds it again, who may take it, and when it ends.</summary>
public sealed class ApprovalLedgerTests : IDisposable
{
    private readonly ManualTime _clock = new();
    private readonly SnapshotHolder _snapshots = new();
    private readonly ApprovalLedger _ledger;

    public ApprovalLedgerTests()
    {
        _ledger = new(_snapshots, _clock);
        _snapshots.Swap(Snapshot("wipe"));
    }

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public void Look_TheSameCallAgain_FindsItsQuestion()
    {
        var (first, again, other) = (Ask("a"), Ask("a"), Ask("b"));

        Assert.Same(first.Entry, again.Entry);
        Assert.NotSame(first.Entry, other.Entry);
        Assert.Equal(2, _ledger.Asks().Length);
    }

    [Fact]
    public void Look_Approved_IsTakenOnceAndThenAskedAnew()
    {
        var asked = Ask("a");
        _ledger.Hear(GivenApprovals.Verdict(asked.Entry!.Ask.Id, approved: true));

        Assert.Equal(ApprovalState.Used, Look("a"));
        Assert.Equal(ApprovalState.Open, Look("a"));
        Assert.Equal(ApprovalState.Open, Look("b"));
        Assert.Equal(ApprovalEnd.Used, _ledger.Asks().Single(ask => ask.Id == asked.Entry.Ask.Id).End);
    }

    [Fact]
    public void Look_ManyAtOnce_OneTakesIt()
    {
        var asked = Ask("a");
        _ledger.Hear(GivenApprovals.Verdict(asked.Entry!.Ask.Id, approved: true));
        var taken = 0;

        Parallel.For(0, 64, _ =>
        {
            if (Look("a") == ApprovalState.Used) Interlocked.Increment(ref taken);
        });

        Assert.Equal(1, taken);
    }

    [Fact]
    public void Hear_TheSameVerdictAgain_LetsNothingMoreThrough()
    {
        var asked = Ask("a");
        var verdict = GivenApprovals.Verdict(asked.Entry!.Ask.Id, approved: true);
        _ledger.Hear(verdict);
        Assert.Equal(ApprovalState.Used, Look("a"));

        _ledger.Hear(verdict);

        Assert.Equal(ApprovalState.Open, Look("a"));
    }

    [Fact]
    public void Hear_AnotherVerdictAfterTheFirst_TheFirstStands()
    {
        var asked = Ask("a");
        _ledger.Hear(GivenApprovals.Verdict(asked.Entry!.Ask.Id, approved: false, "no\r\nway"));
        _ledger.Hear(GivenApprovals.Verdict(asked.Entry.Ask.Id, approved: true));

        Assert.Equal((ApprovalState.Denied, "no  way"), (Look("a"), asked.Entry.Reason));
        Assert.Empty(_ledger.Asks());
    }

    [Fact]
    public void Look_Denied_UntilTheQuestionWouldHaveExpired()
    {
        var asked = Ask("a");
        _ledger.Hear(GivenApprovals.Verdict(asked.Entry!.Ask.Id, approved: false));
        Assert.Equal((ApprovalState.Denied, ApprovalState.Denied), (Look("a"), Look("a")));

        _clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(ApprovalState.Open, Look("a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Look_TimeHasRunOut_IsToldOnceAndThenAskedAnew(bool approvedMeanwhile)
    {
        var asked = Ask("a");
        if (approvedMeanwhile) _ledger.Hear(GivenApprovals.Verdict(asked.Entry!.Ask.Id, approved: true));
        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal((ApprovalState.Expired, ApprovalState.Open), (Look("a"), Look("a")));
        Assert.Equal(1, _ledger.Counts.Expired);
    }

    [Fact]
    public void Hear_ApprovedTooLate_ChangesNothing()
    {
        var asked = Ask("a");
        _clock.Advance(TimeSpan.FromSeconds(60));

        _ledger.Hear(GivenApprovals.Verdict(asked.Entry!.Ask.Id, approved: true));

        Assert.Equal(ApprovalState.Expired, Look("a"));
    }

    [Fact]
    public void Look_ABatch_IsTakenWholeOrNotAtAll()
    {
        var (first, second) = (Ask("a"), Ask("b"));
        _ledger.Hear(GivenApprovals.Verdict(first.Entry!.Ask.Id, approved: true));
        Assert.Equal(ApprovalState.Open, _ledger.Look([first, second]).State);
        Assert.Equal(ApprovalState.Approved, first.Entry.State);

        _ledger.Hear(GivenApprovals.Verdict(second.Entry!.Ask.Id, approved: true));

        Assert.Equal(ApprovalState.Used, _ledger.Look([first, second]).State);
        Assert.Equal((ApprovalState.Used, ApprovalState.Used), (first.Entry.State, second.Entry.State));
    }

    [Fact]
    public void Look_AsManyAsMayBeAreOpen_TheNextIsNotAsked()
    {
        for (var number = 0; number < ApprovalWord.MaxAsks; number++) Ask($"h{number}");

        Assert.Equal(ApprovalState.Full, Look("one-more"));
        Assert.Equal((ApprovalWord.MaxAsks, 1), (_ledger.Asks().Length, _ledger.Counts.Full));
    }

    [Theory]
    [InlineData("nothing is asked any more")]
    [InlineData("the tool is denied")]
    [InlineData("no rules are left")]
    public void Swapped_TheRulesChanged_TheQuestionIsDropped(string how)
    {
        var asked = Ask("a");
        _ledger.Hear(GivenApprovals.Verdict(asked.Entry!.Ask.Id, approved: true));
        var changed = _ledger.Changed;

        _snapshots.Swap(how switch
        {
            "nothing is asked any more" => Snapshot("other"),
            "the tool is denied" => Snapshot("wipe", "wipe"),
            _ => null,
        });

        Assert.True(changed.IsCompleted);
        Assert.Equal(ApprovalState.Dropped, Look("a"));
        Assert.Equal(ApprovalState.Dropped, Look("a")); // By rules that do not ask for it nothing is opened either.
        _snapshots.Swap(Snapshot("wipe"));
        Assert.Equal(ApprovalState.Open, Look("a"));
    }

    [Fact]
    public void Swapped_TheRulesStillAsk_TheQuestionStands()
    {
        var asked = Ask("a");

        _snapshots.Swap(Snapshot("w*"));

        Assert.Same(asked.Entry, Ask("a").Entry);
    }

    private static Snapshot Snapshot(string asks, string? denies = null)
    {
        var policy = GivenApprovals.Policy(0, 60, asks);
        return McpHouse.SnapshotOf(McpHouse.Server(new("http://127.0.0.1:1/")), policy with { Mcp = [policy.Mcp!.Value[0] with { DenyTools = denies is null ? null : [denies] }] });
    }

    private ApprovalQuestion Ask(string hash)
    {
        var question = GivenApprovals.Question(_clock, hash);
        Assert.Equal(ApprovalState.Open, _ledger.Look([question]).State);
        return question;
    }

    private ApprovalState Look(string hash) => _ledger.Look([GivenApprovals.Question(_clock, hash)]).State;
}
