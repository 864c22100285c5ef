using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages;

/// <summary>Which target comes next where circuits open, and who may try one that has been open.</summary>
public sealed class AttemptCircuitTests
{
    private static readonly AttemptFailure s_busy = new(503, ErrorKind.Overloaded, null);
    private static readonly BreakerRule s_breaker = new() { FailurePercent = 50, MinCalls = 4, WindowMs = 10_000, OpenMs = 5000 };

    private readonly ManualTime _clock = new();
    private readonly TargetLedger _ledger;
    private readonly AttemptPlanners _planners;

    public AttemptCircuitTests()
    {
        _ledger = new(_clock);
        _planners = new(_ledger, new(new Random(7)), _clock);
    }

    [Fact]
    public void Next_CircuitOpens_CallsMoveToTheNextTarget()
    {
        var route = GivenRouting.Route(GivenRouting.Rule(breaker: s_breaker), GivenRouting.Target("a"), GivenRouting.Target("b", 1));
        for (var call = 0; call < 4; call++)
        {
            var planner = Start(route);
            Assert.Equal("a", planner.Next()!.Value.Target.Model);
            planner.Failed(s_busy);
            planner.Next();
            planner.Succeeded();
        }

        Assert.Equal(1, _ledger.Open);
        Assert.Equal("b", Start(route).Next()!.Value.Target.Model);
    }

    [Fact]
    public void Next_CircuitIsHalfOpen_OneProbeGoesThrough()
    {
        var route = OpenFirst();
        _clock.Advance(TimeSpan.FromSeconds(5));

        var probe = Start(route);
        Assert.Equal("a", probe.Next()!.Value.Target.Model);
        Assert.Equal("b", Start(route).Next()!.Value.Target.Model);
        Assert.Equal("b", Start(route).Next()!.Value.Target.Model);
        probe.Succeeded();
        Assert.Equal("a", Start(route).Next()!.Value.Target.Model);
        Assert.Equal(0, _ledger.Open);
    }

    [Fact]
    public void Failed_ProbeFails_OpensAgainForTheWholeTime()
    {
        var route = OpenFirst();
        _clock.Advance(TimeSpan.FromSeconds(5));
        var probe = Start(route);
        probe.Next();
        probe.Failed(s_busy);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal("b", Start(route).Next()!.Value.Target.Model);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("a", Start(route).Next()!.Value.Target.Model);
    }

    [Fact]
    public void Next_ProbeIsNeverHeardOf_AnotherMayTry()
    {
        var route = OpenFirst();
        _clock.Advance(TimeSpan.FromSeconds(5));
        Start(route).Next();
        Assert.Equal("b", Start(route).Next()!.Value.Target.Model);

        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("a", Start(route).Next()!.Value.Target.Model);
    }

    [Fact]
    public void Skipped_AProbe_LeavesTheCircuitToTheNextCall()
    {
        var route = OpenFirst();
        _clock.Advance(TimeSpan.FromSeconds(5));
        var skipping = Start(route);
        skipping.Next();
        skipping.Skipped();

        Assert.Equal("a", Start(route).Next()!.Value.Target.Model);
    }

    [Fact]
    public void Next_EveryCircuitIsOpen_TheOneThatClosesSoonestIsTriedOnce()
    {
        var route = OpenFirst();
        _clock.Advance(TimeSpan.FromSeconds(1));
        for (var call = 0; call < 4; call++) Fail(Start(route), "b");

        var planner = Start(route);
        Assert.Equal("a", planner.Next()!.Value.Target.Model);
        Assert.False(planner.Failed(s_busy));
        Assert.Null(planner.Next());
    }

    [Fact]
    public void Next_NewSnapshot_KeepsTheCircuitOpen()
    {
        OpenFirst();
        var swapped = GivenRouting.Route(GivenRouting.Rule(breaker: s_breaker with { OpenMs = 60_000 }), GivenRouting.Target("a"), GivenRouting.Target("b", 1));

        Assert.Equal("b", Start(swapped).Next()!.Value.Target.Model);
    }

    [Fact]
    public void Failed_ErrorsOfTheRequest_OpenNoCircuit()
    {
        var route = GivenRouting.Route(GivenRouting.Rule(breaker: s_breaker), GivenRouting.Target("a"));
        for (var call = 0; call < 50; call++)
        {
            var planner = Start(route);
            planner.Next();
            planner.Failed(new(400, ErrorKind.InvalidRequest, null));
        }

        Assert.Equal(0, _ledger.Open);
    }

    /// <summary>A route whose first target's circuit has just opened.</summary>
    private ModelRoute OpenFirst()
    {
        var route = GivenRouting.Route(GivenRouting.Rule(breaker: s_breaker), GivenRouting.Target("a"), GivenRouting.Target("b", 1));
        for (var call = 0; call < 4; call++) Fail(Start(route), "a");
        Assert.Equal(1, _ledger.Open);
        return route;
    }

    private static void Fail(AttemptPlanner planner, string expected)
    {
        Assert.Equal(expected, planner.Next()!.Value.Target.Model);
        planner.Failed(s_busy);
    }

    private AttemptPlanner Start(ModelRoute route) => _planners.Start(GivenRouting.Plan(route));
}
