using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Limits;

/// <summary>Charges without a call around them, in any order and at the same time.</summary>
public sealed class CallChargeTests
{
    /// <summary>Whatever is opened, grown, settled once or twice, or refused, in any order: what was settled is what was used, and nothing stays reserved.</summary>
    [Fact]
    public void Charges_InAnyOrder_SettleToWhatWasUsed()
    {
        var steps = Gen.Choose(0, 3).Zip(Gen.Choose(0, 3000)).ListOf();
        Prop.ForAll(steps.ToArbitrary(), all =>
        {
            var house = new Bench(GivenLimits.Rule(LimitUnit.Requests, 40), GivenLimits.Rule(LimitUnit.TotalTokens, 20_000), GivenLimits.Rule(LimitUnit.OutputTokens, 12_000), GivenLimits.Rule(LimitUnit.ConcurrentCalls, 5));
            house.Ledger.BookOf(house.Limits);
            foreach (var (what, amount) in all) house.Step(what, amount);
            house.SettleAll();

            Assert.Equal(house.Tokens, house.Ledger.Count(LimitUnit.OutputTokens).Used);
            Assert.Equal(house.Tokens, house.Ledger.Count(LimitUnit.TotalTokens).Used);
            Assert.Equal(house.Passed, house.Ledger.Count(LimitUnit.Requests).Used);
            Assert.All(house.Ledger.States.SelectMany(state => state.Counts), count => Assert.Equal(0, count.Reserved));
            Assert.Equal(0, ((WindowCount)house.Ledger.Count(LimitUnit.ConcurrentCalls)).Held);
            Assert.Equal(house.Tokens, ((WindowCount)house.Ledger.Count(LimitUnit.TotalTokens)).Held);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Charges_OfManyThreads_SettleToWhatWasUsed()
    {
        var house = new Bench(GivenLimits.Rule(LimitUnit.Requests, 1 << 20, rule => rule with { WindowSeconds = 1 }), GivenLimits.Rule(LimitUnit.OutputTokens, 50_000, rule => rule with { WindowSeconds = 86400 }), GivenLimits.Rule(LimitUnit.ConcurrentCalls, 3));
        await Parallel.ForAsync(0, 4, TestContext.Current.CancellationToken, (seed, _) =>
        {
            var random = new Random(seed);
            for (var round = 0; round < 1000; round++)
            {
                if (house.Open() is not { } record) continue;
                record.Reply.OutputSoFar = random.Next(0, 2000);
                record.Charge!.Grow();
                house.Settle(record, random.Next(0, 20));
            }

            return ValueTask.CompletedTask;
        });

        Assert.True(house.Passed > 0);
        Assert.Equal(house.Tokens, house.Ledger.Count(LimitUnit.OutputTokens).Used);
        Assert.Equal(house.Tokens, ((WindowCount)house.Ledger.Count(LimitUnit.OutputTokens)).Held);
        Assert.Equal(house.Passed, house.Ledger.Count(LimitUnit.Requests).Used);
        Assert.All(house.Ledger.States.SelectMany(state => state.Counts), count => Assert.Equal(0, count.Reserved));
        Assert.Equal(0, ((WindowCount)house.Ledger.Count(LimitUnit.ConcurrentCalls)).Held);
    }

    [Fact]
    public void TryReserve_LastLimitHasNoRoom_TakesNothingOfTheOthers()
    {
        var house = new Bench(GivenLimits.Rule(LimitUnit.TotalTokens, 100_000), GivenLimits.Rule(LimitUnit.ConcurrentCalls, 100), GivenLimits.Rule(LimitUnit.OutputTokens, 1));

        Assert.Null(house.Open());

        Assert.All(house.Ledger.States.SelectMany(state => state.Counts), count => Assert.Equal((0, 0), (count.Reserved, count.Used)));
    }

    [Fact]
    public void Settle_OfAKeyThatManyHave_IsCountedByItsOwn()
    {
        var house = new Bench(GivenLimits.Rule(LimitUnit.OutputTokens, 100_000, rule => rule with { By = LimitBy.Model }));

        house.Settle(house.Open("fast")!, 7);
        house.Settle(house.Open("slow")!, 5);

        Assert.Equal((7, 5), (house.Ledger.Count(LimitUnit.OutputTokens, "fast").Used, house.Ledger.Count(LimitUnit.OutputTokens, "slow").Used));
    }

    /// <summary>Opens charges and remembers what they must come to.</summary>
    private sealed class Bench(params LimitRule[] rules)
    {
        private readonly Sidecar.Snapshots.Snapshot _snapshot = GivenLimits.Snapshot([Given.Target(new("http://127.0.0.1:1"))], rules);
        private readonly List<CallRecord> _open = [];
        private long _tokens;
        private long _passed;

        public Sidecar.Snapshots.LimitPlan Limits => _snapshot.Limits;

        public LimitLedger Ledger { get; } = new(TimeProvider.System);

        public long Tokens => Volatile.Read(ref _tokens);

        public long Passed => Volatile.Read(ref _passed);

        public CallRecord? Open(string model = "fast")
        {
            var (plan, record) = GivenLimits.Call(_snapshot, model);
            var charge = Ledger.Open(plan, record, new HeaderDictionary())!;
            record.Charge = charge;
            if (charge.TryReserve(overdraws: false, out _) is not null)
            {
                record.Charge.Settle(record);
                return null;
            }

            Interlocked.Increment(ref _passed);
            return record;
        }

        public void Settle(CallRecord record, int tokens)
        {
            record.Reply.Usage = new(0, tokens, UsageSource.Reported);
            record.Charge!.Settle(record);
            record.Charge.Settle(record);
            record.Charge.Grow();
            Interlocked.Add(ref _tokens, tokens);
        }

        public void Step(int what, int amount)
        {
            if (what < 2)
            {
                if (Open() is { } record) _open.Add(record);
            }
            else if (_open.Count > 0 && what == 2)
            {
                var growing = _open[amount % _open.Count];
                growing.Reply.OutputSoFar = amount;
                growing.Charge!.Grow();
            }
            else if (_open.Count > 0)
            {
                var ended = _open[amount % _open.Count];
                _open.Remove(ended);
                Settle(ended, amount);
            }
        }

        public void SettleAll()
        {
            foreach (var record in _open) Settle(record, 1);
        }
    }
}
