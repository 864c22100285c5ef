using AiGateway.Contracts.Limits;
using AiGateway.Operator.Leases;

namespace AiGateway.Operator.Tests.Leases;

public sealed class LeaseDeskTests
{
    private static readonly LedgerTerms Terms = LedgerTerms.Of(LeaseGiven.Budget());

    private readonly LeaseGiven _given = new LeaseGiven().WithPods(3, LeaseGiven.Budget());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Question_IsAnsweredAfterTheGrantIsWritten()
    {
        _given.Saying = (pod, word) => Assert.Equal(word.Grants.Single().Granted, _given.Store.GrantedAsync(pod, Terms).Result);
        var (desk, _) = await _given.LeaderAsync();

        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(100));

        Assert.InRange(_given.GrantedTo("pod-0"), 100, 500);
        Assert.Equal(("e", 1), (_given.Answers["pod-0"].Epoch, _given.Answers["pod-0"].Heard));
    }

    [Fact]
    public async Task StreamEnded_ProcessThatStillAsks_IsGrantedNothingUntilItSpeaksAgain()
    {
        var (desk, shelf) = await _given.LeaderAsync();
        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(Terms.MaxOut));
        await _given.AskAsync(desk, "pod-1", LeaseGiven.Wants(Terms.MaxOut));
        var granted = _given.GrantedTo("pod-1");
        Assert.True(granted < Terms.MaxOut);

        desk.Silence("pod-1");
        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(0) with { Granted = _given.GrantedTo("pod-0"), Returned = _given.GrantedTo("pod-0"), Final = true }, sequence: 2);
        _given.Now += 1000;
        await _given.TurnAsync(desk);
        Assert.Equal(granted, shelf.Books.Single().Find("")!.Out);

        await _given.AskAsync(desk, "pod-1", LeaseGiven.Wants(100) with { Granted = granted }, sequence: 2);
        Assert.True(_given.GrantedTo("pod-1") > granted);
    }

    [Fact]
    public async Task LeaderKilledBetweenWriteAndAnswer_TheNextOneAnswersTheSameAndNoMore()
    {
        _given.Store.FailsAfter = true;
        var (killed, _) = await _given.LeaderAsync();
        await _given.AskAsync(killed, "pod-0", LeaseGiven.Wants(100));
        Assert.Equal(0, _given.GrantedTo("pod-0"));
        var written = await _given.Store.GrantedAsync("pod-0", Terms);
        Assert.True(written >= 100);

        _given.Store.FailsAfter = false;
        var (next, shelf) = await _given.LeaderAsync();
        await _given.AskAsync(next, "pod-0", LeaseGiven.Wants(100));

        Assert.Equal((written, written), (_given.GrantedTo("pod-0"), shelf.Books.Single().Find("")!.Out));
    }

    [Fact]
    public async Task DeposedLeader_GrantsNothingUntilItHasReadWhatTheOtherWrote()
    {
        var (old, _) = await _given.LeaderAsync();
        await _given.AskAsync(old, "pod-0", LeaseGiven.Wants(100));
        var (next, _) = await _given.LeaderAsync();
        _given.Now += 100;
        await _given.AskAsync(next, "pod-1", LeaseGiven.Wants(200));
        _given.Now += 100;

        await _given.AskAsync(old, "pod-2", LeaseGiven.Wants(150));
        Assert.Equal(0, _given.GrantedTo("pod-2"));
        _given.Now += 100;
        await _given.TurnAsync(old);

        Assert.True(_given.GrantedTo("pod-2") > 0);
        Assert.Equal(_given.GrantedTo("pod-1"), await _given.Store.GrantedAsync("pod-1", Terms));
        Assert.True(_given.GrantedTo("pod-0") + _given.GrantedTo("pod-1") + _given.GrantedTo("pod-2") <= Terms.MaxOut);
    }

    [Fact]
    public async Task StoreThatIsAway_NothingIsGranted_AndEverythingOnceItIsBack()
    {
        _given.Store.FailsBefore = true;
        var (desk, _) = await _given.LeaderAsync();
        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(100));
        Assert.Equal(0, _given.GrantedTo("pod-0"));

        _given.Store.FailsBefore = false;
        _given.Now += 100;
        await _given.TurnAsync(desk);

        Assert.True(_given.GrantedTo("pod-0") >= 100);
        Assert.Equal(_given.GrantedTo("pod-0"), await _given.Store.GrantedAsync("pod-0", Terms));
    }

    [Theory]
    [InlineData("team/other", LimitScope.Budget, "")]
    [InlineData(LeaseGiven.Shared, LimitScope.Agent, "")]
    [InlineData(LeaseGiven.Shared, LimitScope.Budget, "a-key")]
    public async Task LimitThatThePodsOwnRulesDoNotName_HasNoLedger(string limit, LimitScope scope, string key)
    {
        var (desk, shelf) = await _given.LeaderAsync();

        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(100) with { Limit = limit, Scope = scope, Key = key });

        Assert.Empty(_given.Answers["pod-0"].Grants);
        Assert.DoesNotContain(shelf.Books, book => book.Counts.Values.Any(ledger => ledger.Holders.Count > 0));
    }

    [Fact]
    public async Task PodThatVanished_IsWrittenOffAfterAWhile_AndItsLastWordTakesItBack()
    {
        var (desk, shelf) = await _given.LeaderAsync();
        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(100));
        var granted = _given.GrantedTo("pod-0");
        _given.Remove("pod-0");

        await SweepAsync(shelf);
        _given.Now += LedgerShelf.Patience;
        var ledger = shelf.Books.Single().Find("")!;
        Assert.Equal((granted, 0), (ledger.Out, ledger.Window.Used));
        await SweepAsync(shelf);
        Assert.Equal((0, granted, granted), (ledger.Out, ledger.Window.Used, ledger.Window.Estimated));

        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(0, granted, 30, granted - 30) with { Final = true }, 2);
        Assert.Equal((0, 30, 0), (ledger.Out, ledger.Window.Used, ledger.Window.Estimated));
    }

    [Fact]
    public async Task WhatWasUsed_IsWrittenLazily_AndANewLeaderKnowsIt()
    {
        var (desk, _) = await _given.LeaderAsync();
        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(100));
        var granted = _given.GrantedTo("pod-0");
        for (var word = 2; word < 50; word++, _given.Now += 100) await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(0, granted, word), word);
        _given.Now += 5000;
        await _given.TurnAsync(desk);

        Assert.InRange(_given.Store.Writes, 2, 3);
        var (_, shelf) = await _given.LeaderAsync();
        Assert.Equal(49, shelf.Books.Single().Find("")!.Window.Used);
    }

    [Fact]
    public async Task WordsInWhichNothingChanged_AreNotWritten()
    {
        var (desk, _) = await _given.LeaderAsync();
        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(100));
        for (var word = 2; word < 50; word++, _given.Now += 1000) await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(0, _given.GrantedTo("pod-0")), word);

        Assert.Equal(1, _given.Store.Writes);
    }

    [Fact]
    public async Task LimitThatChanged_CountsOn()
    {
        var (desk, shelf) = await _given.LeaderAsync();
        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(100));
        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(0, _given.GrantedTo("pod-0"), 80), 2);
        _given.WithPods(3, LeaseGiven.Budget(90, 7200));
        _given.Now += 100;

        await _given.AskAsync(desk, "pod-1", LeaseGiven.Wants(50));

        var ledger = shelf.Books.Single().Find("")!;
        Assert.Equal((90, 80), (ledger.Terms.Amount, ledger.Window.Used));
        Assert.Equal(0, _given.GrantedTo("pod-1"));
        Assert.NotNull(_given.Answers["pod-1"].Grants.Single().RoomAt);
    }

    [Fact]
    public async Task ShortWindow_NewLeaderWaitsForEverybodysWordOrOneWindow()
    {
        _given.WithPods(3, LeaseGiven.Budget(window: 30));
        var (desk, _) = await _given.LeaderAsync();
        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(100, granted: 900, used: 800));
        await _given.AskAsync(desk, "pod-1", LeaseGiven.Wants(10));
        Assert.Equal((900, 0), (_given.GrantedTo("pod-0"), _given.GrantedTo("pod-1")));

        await _given.AskAsync(desk, "pod-2", LeaseGiven.Wants(10));
        Assert.InRange(_given.GrantedTo("pod-1"), 10, 100);
        Assert.Equal(0, _given.Store.Writes);

        var (other, _) = await _given.LeaderAsync();
        _given.Answers.Clear();
        await _given.AskAsync(other, "pod-2", LeaseGiven.Wants(10));
        _given.Now += 29_999;
        await _given.TurnAsync(other);
        Assert.Equal(0, _given.GrantedTo("pod-2"));
        _given.Now += 1;
        await _given.TurnAsync(other);
        Assert.True(_given.GrantedTo("pod-2") > 0);
    }

    [Fact]
    public async Task TenThousandSidecars_AskAtOnce_OneWriteAnswersThemAll()
    {
        _given.WithPods(10_000, LeaseGiven.Budget(9_000_000_000_000_000));
        var (desk, _) = await _given.LeaderAsync();
        var index = _given.Index;
        for (var pod = 0; pod < 10_000; pod++) desk.Hear($"pod-{pod}", new() { Epoch = "e", Sequence = 1, Slices = [LeaseGiven.Wants(20_000_000_000)] }, index, _given.Now);
        await desk.TurnAsync(index, _given.Now, Token);

        Assert.Equal((1, 10_000), (_given.Store.Writes, _given.Answers.Count));
        Assert.All(_given.Answers.Values, word => Assert.InRange(word.Grants.Single().Granted, 20_000_000_000, 450_000_000_000));
        Assert.InRange(_given.Store.LargestText, 100_000, LedgerBook.MaxBytes);
    }

    [Fact]
    public async Task LedgerOfALimitThatIsGone_IsRemovedAfterAWhile()
    {
        var (desk, shelf) = await _given.LeaderAsync();
        await _given.AskAsync(desk, "pod-0", LeaseGiven.Wants(100));

        await SweepAsync(shelf, isThere: false);
        Assert.Single(await _given.Store.ListAsync(Token));
        _given.Now += LedgerShelf.Keep;
        await SweepAsync(shelf, isThere: false);

        Assert.Empty(await _given.Store.ListAsync(Token));
        Assert.Empty(shelf.Books);
    }

    private Task SweepAsync(LedgerShelf shelf, bool isThere = true) => shelf.SweepAsync(_given.Index, _ => isThere, _given.Now, Token);
}
