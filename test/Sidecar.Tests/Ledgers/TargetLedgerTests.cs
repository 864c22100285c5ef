using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Ledgers;

public sealed class TargetLedgerTests
{
    private static readonly Breaker s_breaker = new() { FailurePercent = 50, MinCalls = 4, Window = TimeSpan.FromSeconds(10), Open = TimeSpan.FromSeconds(5) };

    private readonly ManualTime _clock = new();

    [Fact]
    public void Of_SameProviderAndModel_IsTheSameStateWhateverTheSnapshot()
    {
        var ledger = new TargetLedger(_clock);

        Assert.Same(ledger.Of(GivenRouting.Target("a")), ledger.Of(GivenRouting.Target("a", priority: 3)));
        Assert.NotSame(ledger.Of(GivenRouting.Target("a")), ledger.Of(GivenRouting.Target("b")));
    }

    [Fact]
    public void Of_MoreTargetsThanItKeeps_RestedOnesMakeRoom()
    {
        var ledger = new TargetLedger(_clock);
        for (var number = 0; number < TargetLedger.MaxTargets; number++) ledger.Of(GivenRouting.Target($"m{number}")).Enter(null, Entry.First);

        Assert.NotSame(ledger.Of(GivenRouting.Target("one-more")), ledger.Of(GivenRouting.Target("one-more")));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Same(ledger.Of(GivenRouting.Target("one-more")), ledger.Of(GivenRouting.Target("one-more")));
    }

    [Fact]
    public void End_FailuresThatLeftTheWindow_DoNotCount()
    {
        var state = new TargetState(_clock);
        for (var number = 0; number < 3; number++) state.End(failed: true, Admission.Passed, s_breaker);
        _clock.Advance(TimeSpan.FromSeconds(11));

        Assert.False(state.End(failed: true, Admission.Passed, s_breaker));
        Assert.False(state.IsOpen);
    }

    [Theory]
    [InlineData(4, 4, true)]
    [InlineData(4, 5, false)]
    [InlineData(3, 0, false)]
    [InlineData(4, 0, true)]
    public void End_ShareOfFailures_OpensFromThePercentOn(int failures, int successes, bool opens)
    {
        var state = new TargetState(_clock);
        for (var number = 0; number < successes; number++) state.End(failed: false, Admission.Passed, s_breaker);
        for (var number = 0; number < failures; number++) state.End(failed: true, Admission.Passed, s_breaker);

        Assert.Equal(opens, state.IsOpen);
    }

    [Fact]
    public void End_LongWindow_IsCountedWhole()
    {
        var breaker = s_breaker with { Window = TimeSpan.FromHours(1) };
        var state = new TargetState(_clock);
        for (var number = 0; number < 4; number++)
        {
            state.Enter(breaker, Entry.First);
            state.End(failed: true, Admission.Passed, breaker);
            _clock.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.True(state.IsOpen);
    }

    [Fact]
    public void TrySpend_FewCalls_SomeAreFreeAndThenTheShareHolds()
    {
        var state = new TargetState(_clock);
        state.Enter(null, Entry.First);

        Assert.Equal(TargetState.FreeRetries, Enumerable.Range(0, 10).Count(_ => state.TrySpend(20)));
        for (var number = 0; number < 99; number++) state.Enter(null, Entry.First);
        Assert.Equal(20 - TargetState.FreeRetries, Enumerable.Range(0, 50).Count(_ => state.TrySpend(20)));
        Assert.False(state.TrySpend(0));
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.True(state.TrySpend(20));
    }

    [Fact]
    public async Task Enter_ManyAtOnceAtAHalfOpenCircuit_OneIsTheProbe()
    {
        var state = new TargetState(_clock);
        for (var number = 0; number < 4; number++) state.End(failed: true, Admission.Passed, s_breaker);
        _clock.Advance(TimeSpan.FromSeconds(5));
        using var start = new Barrier(8);

        var admissions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait(TimeSpan.FromSeconds(10));
            return state.Enter(s_breaker, Entry.First);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(1, admissions.Count(admission => admission == Admission.Probe));
        Assert.Equal(7, admissions.Count(admission => admission == Admission.Refused));
    }
}
