using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages;

/// <summary>Which target comes next, after which wait, and that nobody is stormed.</summary>
public sealed class AttemptPlannerTests
{
    private readonly PlannerHouse _house = new();

    [Fact]
    public void Next_NoRules_TriesTheTargetsInTheirOrder()
    {
        var planner = _house.Start(GivenRouting.Route(null, GivenRouting.Target("a"), GivenRouting.Target("b"), GivenRouting.Target("c", 1)));

        Assert.Equal("a", planner.Next()!.Value.Target.Model);
        Assert.True(planner.Failed(PlannerHouse.Busy));
        Assert.Equal("b", planner.Next()!.Value.Target.Model);
        Assert.True(planner.Skipped());
        Assert.Equal("c", planner.Next()!.Value.Target.Model);
        Assert.False(planner.Failed(PlannerHouse.Busy));
        Assert.Null(planner.Next());
    }

    [Theory]
    [InlineData(0, ErrorKind.Server, true)]
    [InlineData(0, ErrorKind.Timeout, true)]
    [InlineData(408, ErrorKind.Timeout, true)]
    [InlineData(409, ErrorKind.Server, true)]
    [InlineData(429, ErrorKind.RateLimit, true)]
    [InlineData(500, ErrorKind.Server, true)]
    [InlineData(529, ErrorKind.Overloaded, true)]
    [InlineData(400, ErrorKind.InvalidRequest, false)]
    [InlineData(400, ErrorKind.ContextLength, false)]
    [InlineData(400, ErrorKind.ContentPolicy, false)]
    [InlineData(401, ErrorKind.Authentication, false)]
    [InlineData(404, ErrorKind.NotFound, false)]
    internal void Failed_NoFallbackRule_FallsBackAtTheDefaults(int status, ErrorKind kind, bool falls)
    {
        var planner = _house.Start(GivenRouting.Route(null, GivenRouting.Target("a"), GivenRouting.Target("b")));
        planner.Next();

        Assert.Equal(falls, planner.Failed(new(status, kind, null)));
    }

    [Fact]
    public void Failed_FallbackRule_IsAskedInsteadOfTheDefaults()
    {
        var rule = GivenRouting.Rule() with { Fallback = new() { Statuses = [401], OnContextLength = true, OnContentPolicy = true } };

        Assert.True(Falls(new(401, ErrorKind.Authentication, null)));
        Assert.True(Falls(new(400, ErrorKind.ContextLength, null)));
        Assert.True(Falls(new(400, ErrorKind.ContentPolicy, null)));
        Assert.True(Falls(new(0, ErrorKind.Server, null)));
        Assert.False(Falls(new(500, ErrorKind.Server, null)));

        bool Falls(AttemptFailure failure)
        {
            var planner = _house.Start(GivenRouting.Route(rule, GivenRouting.Target("a"), GivenRouting.Target("b")));
            planner.Next();
            return planner.Failed(failure);
        }
    }

    [Fact]
    public void Failed_RetryRule_TheSameTargetComesAgainAfterGrowingWaitsThenTheNext()
    {
        var planner = _house.Start(GivenRouting.Route(GivenRouting.Rule(new() { Attempts = 3, BackoffMs = 100, MaxBackoffMs = 300 }), GivenRouting.Target("a"), GivenRouting.Target("b")));
        planner.Next();
        foreach (var most in new[] { 100, 200, 300 })
        {
            Assert.True(planner.Failed(PlannerHouse.Busy));
            var (target, wait) = planner.Next()!.Value;
            Assert.Equal("a", target.Model);
            Assert.InRange(wait.TotalMilliseconds, double.Epsilon, most);
        }

        Assert.True(planner.Failed(PlannerHouse.Busy));
        Assert.Equal(("b", TimeSpan.Zero), (planner.Next()!.Value.Target.Model, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(2000, true)]
    [InlineData(2001, false)]
    public void Failed_RetryAfter_IsWaitedForUpToTheLongestWait(int asked, bool waits)
    {
        var planner = _house.Start(GivenRouting.Route(GivenRouting.Rule(new() { Attempts = 1, BackoffMs = 100, MaxBackoffMs = 2000 }), GivenRouting.Target("a")));
        planner.Next();

        Assert.Equal(waits, planner.Failed(new(429, ErrorKind.RateLimit, TimeSpan.FromMilliseconds(asked))));
        if (waits) Assert.InRange(planner.Next()!.Value.Wait.TotalMilliseconds, asked, asked + 100);
    }

    [Fact]
    public void Failed_NoTimeIsLeftForTheWait_GoesOnWithoutIt()
    {
        var rule = GivenRouting.Rule(new() { Attempts = 5, MaxBackoffMs = 5000 }) with { Timeouts = new() { TotalMs = 3000 } };
        var planner = _house.Start(GivenRouting.Route(rule, GivenRouting.Target("a"), GivenRouting.Target("b")));
        planner.Next();

        Assert.True(planner.Failed(new(429, ErrorKind.RateLimit, TimeSpan.FromSeconds(4))));
        Assert.Equal("b", planner.Next()!.Value.Target.Model);
        _house.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.False(planner.Failed(PlannerHouse.Busy));
    }

    [Fact]
    public void Failed_StatusesOfTheRule_ReplaceTheDefaults()
    {
        var rule = GivenRouting.Rule(new() { Attempts = 1, Statuses = [408] });

        Assert.Equal("a", AfterFailure(new(0, ErrorKind.Timeout, null)));
        Assert.Null(AfterFailure(new(0, ErrorKind.Server, null)));
        Assert.Null(AfterFailure(PlannerHouse.Busy));

        string? AfterFailure(AttemptFailure failure)
        {
            var planner = _house.Start(GivenRouting.Route(rule, GivenRouting.Target("a")));
            planner.Next();
            planner.Failed(failure);
            return planner.Next()?.Target.Model;
        }
    }

    [Fact]
    public void Failed_AThousandCallsToAFailingTarget_AreRetriedWithinTheBudgetAlone()
    {
        var route = GivenRouting.Route(GivenRouting.Rule(new() { Attempts = 5, BudgetPercent = 10 }), GivenRouting.Target("a"));
        var tries = 0;
        for (var call = 0; call < 1000; call++)
        {
            var planner = _house.Start(route);
            while (planner.Next() is not null)
            {
                tries++;
                planner.Failed(PlannerHouse.Busy);
            }
        }

        Assert.InRange(tries, 1000 + 90, 1000 + 100);
        Assert.Equal(tries - 1000, _house.Ledger.Retries);
    }

    [Fact]
    public void Next_Weights_ShareTheCalls()
    {
        var route = GivenRouting.Route(null, GivenRouting.Target("a", weight: 7), GivenRouting.Target("b", weight: 3), GivenRouting.Target("c", 1));
        var chosen = Enumerable.Range(0, 10_000).Select(_ => _house.Start(route).Next()!.Value.Target.Model).CountBy(model => model!).ToDictionary();

        Assert.InRange(chosen["a"], 6700, 7300);
        Assert.InRange(chosen["b"], 2700, 3300);
        Assert.False(chosen.ContainsKey("c"));
    }

    [Fact]
    public void Next_StickyRoute_AConversationStaysAndWeightsShareConversations()
    {
        var rule = GivenRouting.Rule() with { Sticky = true };
        Target[] targets = [GivenRouting.Target("a", weight: 7), GivenRouting.Target("b", weight: 3)];
        var route = GivenRouting.Route(rule, targets);
        var homes = Enumerable.Range(0, 10_000).Select(number => HomeOf(route, (ulong)number)).ToList();

        Assert.Equal(homes, Enumerable.Range(0, 10_000).Select(number => HomeOf(route, (ulong)number)));
        Assert.InRange(homes.Count(home => home == "a"), 6700, 7300);

        var grown = GivenRouting.Route(rule, [.. targets, GivenRouting.Target("c", weight: 2)]);
        Assert.All(homes.Index().Where(home => HomeOf(grown, (ulong)home.Index) != "c"), home => Assert.Equal(home.Item, HomeOf(grown, (ulong)home.Index)));
    }

    private string? HomeOf(ModelRoute route, ulong conversation) => _house.Start(route, conversation).Next()!.Value.Target.Model;
}
