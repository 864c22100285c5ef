using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Limits;

/// <summary>Limits that no rule names any more are given up, and none of what they counted is lost or granted twice by it.</summary>
public sealed class LimitSweepTests
{
    private static readonly LimitRule s_old = GivenLimits.Leased(LimitUnit.OutputTokens, 100_000, rule => rule with { Limit = "shop/old" });
    private static readonly LimitRule s_new = s_old with { Limit = "shop/new" };

    private readonly ManualTime _clock = new();
    private readonly SnapshotHolder _snapshots = new();
    private readonly LimitLedger _ledger;
    private readonly SliceWords _words;
    private readonly LimitSweep _sweep;

    public LimitSweepTests()
    {
        _ledger = new(_clock);
        _words = new(_ledger, _snapshots, new("e1"), new(), static () => true);
        _sweep = new(_ledger, _snapshots, _words);
    }

    [Fact]
    public void Leased_Renamed_GoesWhenTheOperatorHasHeardTheLastOfIt()
    {
        Force(s_old);
        Answer(granted: 2000);
        Settle(Open(), tokens: 40);
        Force(s_new);

        Pass(LimitSweep.After);
        Assert.Contains(s_old.Limit, Known); // It was told of by nothing that was answered.
        Answer(granted: 2000);
        Pass(TimeSpan.Zero);

        Assert.Equal([s_new.Limit], Known);
        _words.Forget();
        Assert.DoesNotContain(Word().Slices, slice => slice.Limit == s_old.Limit);
    }

    [Fact]
    public void Leased_ThatComesBack_GoesOnFromItsTotals()
    {
        Leased_Renamed_GoesWhenTheOperatorHasHeardTheLastOfIt();

        Force(s_old);

        var told = Assert.Single(Word().Slices, slice => slice.Limit == s_old.Limit);
        Assert.Equal((2000, 40, 1960), (told.Granted, told.Used, told.Returned));
        Answer(granted: 2000); // What it was granted before is no grant.
        Assert.Equal(0, Slice(s_old).Free);
        Answer(granted: 2500);
        Assert.Equal(500, Slice(s_old).Free);
    }

    [Fact]
    public void Leased_WithACallUnderWay_Stays()
    {
        Force(s_old);
        Answer(granted: 2000);
        var open = Open();
        Force(s_new);
        Answer(granted: 2000);

        for (var turn = 0; turn < 3; turn++) Pass(LimitSweep.After);

        Assert.Contains(s_old.Limit, Known);
        Settle(open, tokens: 7);
        Assert.Equal((7, 0), (Slice(s_old).Used, Slice(s_old).Reserved));
    }

    [Fact]
    public void Leased_InForce_Stays()
    {
        Force(s_old);
        Answer(granted: 2000);

        for (var turn = 0; turn < 3; turn++) Pass(LimitSweep.After);

        Assert.Equal([s_old.Limit], Known);
    }

    [Fact]
    public void Leased_OfAllRulesTakenAway_Goes()
    {
        Force(s_old);
        Answer(granted: 2000);
        Force();
        Pass(TimeSpan.Zero);
        Pass(LimitSweep.After);
        Answer(granted: 2000);

        Pass(TimeSpan.Zero);

        Assert.Empty(Known);
    }

    [Fact]
    public void OwnWindow_Renamed_GoesWhenNothingCountsInIt()
    {
        var own = GivenLimits.Rule(LimitUnit.OutputTokens, 10_000, rule => rule with { Limit = "shop/own", WindowSeconds = 3600 });
        Force(own);
        Settle(Open(), tokens: 40);
        Force(s_new);

        Pass(LimitSweep.After);
        Pass(LimitSweep.After);
        Assert.Contains(own.Limit, Known);
        Pass(TimeSpan.FromHours(2));

        Assert.DoesNotContain(own.Limit, Known);
    }

    [Fact]
    public void Keys_OfALimitThatWent_LeaveTheirPlacesToOthers()
    {
        Force(s_old with { By = LimitBy.Model });
        var old = _ledger.Find(s_old.Limit, LimitScope.Budget)!;
        for (var key = 0; key < SliceWord.MaxSlices; key++) _ = old.Of($"model-{key}");
        Force(s_new with { By = LimitBy.Model });
        var fresh = _ledger.Find(s_new.Limit, LimitScope.Budget)!;
        Assert.Equal(LimitState.Shared, fresh.Of("before").Key);

        Pass(TimeSpan.Zero);
        Pass(LimitSweep.After);

        Assert.Equal("after", fresh.Of("after").Key);
    }

    private IEnumerable<string> Known => _ledger.States.Select(state => state.Rule.Limit).Order(StringComparer.Ordinal);

    private SliceCount Slice(LimitRule rule) => (SliceCount)_ledger.Find(rule.Limit, rule.Scope)!.Known("")!;

    private void Force(params LimitRule[] rules) => _snapshots.Swap(GivenLimits.Snapshot([Given.Target(new("http://127.0.0.1:1"))], rules));

    /// <summary>Time passes, and somebody looks.</summary>
    private void Pass(TimeSpan time)
    {
        _sweep.Run(_ledger.Now);
        _clock.Advance(time);
        _ = _words.TryNext(out _);
        _sweep.Run(_ledger.Now);
    }

    private SliceWord Word()
    {
        _words.Forget();
        Assert.True(_words.TryNext(out var word));
        return word.Slices!;
    }

    private void Answer(long granted)
    {
        var word = Word();
        _words.Hear(new()
        {
            Type = EnvelopeTypes.Grants,
            Grants = new() { Epoch = "e1", Heard = word.Sequence, Grants = [.. word.Slices.Select(slice => new SliceGrant { Limit = slice.Limit, Scope = slice.Scope, Key = slice.Key, Granted = granted })] },
        });
    }

    private CallRecord Open()
    {
        var (plan, record) = GivenLimits.Call(_snapshots.Current!);
        var charge = _ledger.Open(plan, record, new HeaderDictionary())!;
        Assert.Null(charge.TryReserve(overdraws: false, out _));
        record.Charge = charge;
        return record;
    }

    private static void Settle(CallRecord record, int tokens)
    {
        record.Reply.Usage = new(0, tokens, UsageSource.Reported);
        record.Charge!.Settle(record);
    }
}
