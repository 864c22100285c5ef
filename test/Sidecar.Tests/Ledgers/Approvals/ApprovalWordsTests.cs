using AiGateway.Contracts;
using AiGateway.Sidecar.Ledgers.Approvals;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Ledgers.Approvals;

/// <summary>What is told to the operator and heard of it.</summary>
public sealed class ApprovalWordsTests : IDisposable
{
    private readonly ManualTime _clock = new();
    private readonly SnapshotHolder _snapshots = new();
    private readonly ApprovalLedger _ledger;
    private readonly ApprovalWords _words;

    public ApprovalWordsTests()
    {
        _ledger = new(_snapshots, _clock);
        _words = new(_ledger, new("e1"), new());
        _snapshots.Swap(McpHouse.SnapshotOf(McpHouse.Server(new("http://127.0.0.1:1/")), GivenApprovals.Policy(0, 60, "wipe")));
    }

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public void TryNext_OnlyWhatChangedIsSaid_AndAllOfItOnANewStream()
    {
        Assert.False(_words.TryNext(out _));
        _ledger.Look([GivenApprovals.Question(_clock)]);

        Assert.True(_words.TryNext(out var first));
        Assert.False(_words.TryNext(out _));
        _words.Forget();
        Assert.True(_words.TryNext(out var again));

        Assert.Equal(("e1", 1), (first.Approvals!.Epoch, first.Approvals.Asks.Length));
        Assert.Equal(first.Approvals.Asks, again.Approvals!.Asks);
    }

    [Fact]
    public void TryNext_ADenialWasHeard_TheQuestionIsTakenBack()
    {
        _ledger.Look([GivenApprovals.Question(_clock)]);
        Assert.True(_words.TryNext(out var asked));

        _words.Hear(Verdict("e1", asked.Approvals!.Asks[0].Id, approved: false));

        Assert.True(_words.TryNext(out var after));
        Assert.Empty(after.Approvals!.Asks);
    }

    [Fact]
    public void Hear_MeantForAnotherProcess_IsNotHeard()
    {
        _ledger.Look([GivenApprovals.Question(_clock)]);
        Assert.True(_words.TryNext(out var asked));

        _words.Hear(Verdict("e2", asked.Approvals!.Asks[0].Id, approved: true));

        Assert.Equal(ApprovalState.Open, _ledger.Look([GivenApprovals.Question(_clock)]).State);
    }

    private static Envelope Verdict(string epoch, string id, bool approved) =>
        new() { Type = EnvelopeTypes.Verdicts, Verdicts = GivenApprovals.Verdict(id, approved) with { Epoch = epoch } };
}
