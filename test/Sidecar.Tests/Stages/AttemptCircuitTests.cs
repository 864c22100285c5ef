using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages;

/// <summary>Which target comes next where circuits open, and who may try one that has been open.</summary>
public sealed class AttemptCircuitTests
{
    private readonly PlannerHouse _house = new();

    [Fact]
    public void Next_CircuitOpens_CallsMoveToTheNextTarget()
    {
        var route = GivenRouting.Route(GivenRouting.Rule(breaker: PlannerHouse.Breaker), GivenRouting.Target("a"), GivenRouting.Target("b", 1));
        for (var call = 0; call < 4; call++)
        {
            var planner = _house.Start(route);
            Assert.Equal("a", planner.Next()!.Value.Target.Model);
            planner.Failed(PlannerHouse.Busy);
            planner.Next();
            planner.Succeeded();
        }

        Assert.Equal(1, _house.Ledger.Open);
        Assert.Equal("b", _house.Start(route).Next()!.Value.Target.Model);
    }

    [Fact]
    public void Next_CircuitIsHalfOpen_OneProbeGoesThrough()
    {
        var route = OpenFirst();
        _house.Clock.Advance(TimeSpan.FromSeconds(5));

        var probe = _house.Start(route);
        Assert.Equal("a", probe.Next()!.Value.Target.Model);
        Assert.Equal("b", _house.Start(route).Next()!.Value.Target.Model);
        Assert.Equal("b", _house.Start(route).Next()!.Value.Target.Model);
        probe.Succeeded();
        Assert.Equal("a", _house.Start(route).Next()!.Value.Target.Model);
        Assert.Equal(0, _house.Ledger.Open);
    }

    [Fact]
    public void Failed_ProbeFails_OpensAgainForTheWholeTime()
    {
        var route = OpenFirst();
        _house.Clock.Advance(TimeSpan.FromSeconds(5));
        var probe = _house.Start(route);
        probe.Next();
        probe.Failed(PlannerHouse.Busy);

        _house.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal("b", _house.Start(route).Next()!.Value.Target.Model);
        _house.Clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("a", _house.Start(route).Next()!.Value.Target.Model);
    }

    [Fact]
    public void Next_ProbeIsNeverHeardOf_AnotherMayTry()
    {
        var route = OpenFirst();
        _house.Clock.Advance(TimeSpan.FromSeconds(5));
        _house.Start(route).Next();
        Assert.Equal("b", _house.Start(route).Next()!.Value.Target.Model);

        _house.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("a", _house.Start(route).Next()!.Value.Target.Model);
    }

    [Fact]
    public void Skipped_AProbe_LeavesTheCircuitToTheNextCall()
    {
        var route = OpenFirst();
        _house.Clock.Advance(TimeSpan.FromSeconds(5));
        var skipping = _house.Start(route);
        skipping.Next();
        skipping.Skipped();

        Assert.Equal("a", _house.Start(route).Next()!.Value.Target.Model);
    }

    [Fact]
    public void Next_EveryCircuitIsOpen_TheOneThatClosesSoonestIsTriedOnce()
    {
        var route = OpenFirst();
        _house.Clock.Advance(TimeSpan.FromSeconds(1));
        for (var call = 0; call < 4; call++) Fail(_house.Start(route), "b");

        var planner = _house.Start(route);
        Assert.Equal("a", planner.Next()!.Value.Target.Model);
        Assert.False(planner.Failed(PlannerHouse.Busy));
        Assert.Null(planner.Next());
    }

    [Fact]
    public void Next_NewSnapshot_KeepsTheCircuitOpen()
    {
        OpenFirst();
        var swapped = GivenRouting.Route(GivenRouting.Rule(breaker: PlannerHouse.Breaker with { OpenMs = 60_000 }), GivenRouting.Target("a"), GivenRouting.Target("b", 1));

        Assert.Equal("b", _house.Start(swapped).Next()!.Value.Target.Model);
    }

    [Fact]
    public void Failed_ErrorsOfTheRequest_OpenNoCircuit()
    {
        var route = GivenRouting.Route(GivenRouting.Rule(breaker: PlannerHouse.Breaker), GivenRouting.Target("a"));
        for (var call = 0; call < 50; call++)
        {
            var planner = _house.Start(route);
            planner.Next();
            planner.Failed(new(400, ErrorKind.InvalidRequest, null));
        }

        Assert.Equal(0, _house.Ledger.Open);
    }

    /// <summary>A route whose first target's circuit has just opened.</summary>
    private ModelRoute OpenFirst()
    {
        var route = GivenRouting.Route(GivenRouting.Rule(breaker: PlannerHouse.Breaker), GivenRouting.Target("a"), GivenRouting.Target("b", 1));
        for (var call = 0; call < 4; call++) Fail(_house.Start(route), "a");
        Assert.Equal(1, _house.Ledger.Open);
        return route;
    }

    private static void Fail(AttemptPlanner planner, string expected)
    {
        Assert.Equal(expected, planner.Next()!.Value.Target.Model);
        planner.Failed(PlannerHouse.Busy);
    }
}
