using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Snapshots;

public class FreshnessCheckTests
{
    private static readonly InForce Held = new()
    {
        Revision = "r",
        Sources = [GivenBundle.Source("AgentPolicy", "a", 3)],
        Positions = [GivenBundle.At("AgentPolicy", 20, 10), GivenBundle.At("Secret", 7, 7)],
    };

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(25, false)]
    public void FindStale_SeenAgainstChanged_RefusesTheLaggingReplica(ulong seen, bool stale) =>
        Assert.Equal(stale, FreshnessCheck.FindStale(Held, [GivenBundle.At("AgentPolicy", seen, 1)], []) is not null);

    [Fact]
    public void FindStale_KindsAreNeverComparedWithEachOther() =>
        Assert.Null(FreshnessCheck.FindStale(Held, [GivenBundle.At("AgentPolicy", 10, 10), GivenBundle.At("Secret", 7, 7)], []));

    [Fact]
    public void FindStale_OneLaggingKind_IsNamed() =>
        Assert.Contains("Secret", FreshnessCheck.FindStale(Held, [GivenBundle.At("AgentPolicy", 99, 99), GivenBundle.At("Secret", 6, 6)], [])!, StringComparison.Ordinal);

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    public void FindStale_GenerationOfASharedObject_MayNotFall(long generation, bool stale) =>
        Assert.Equal(stale, FreshnessCheck.FindStale(Held, Held.Positions, [GivenBundle.Source("AgentPolicy", "a", generation)]) is not null);

    [Fact]
    public void FindStale_ObjectMadeAnew_IsAnotherOne() =>
        Assert.Null(FreshnessCheck.FindStale(Held, Held.Positions, [GivenBundle.Source("AgentPolicy", "b", 1)]));

    [Fact]
    public void FindStale_KindThatTheOperatorDoesNotKnow_IsNotHeldAgainstIt() =>
        Assert.Null(FreshnessCheck.FindStale(Held, [GivenBundle.At("AgentPolicy", 20, 10)], []));

    [Fact]
    public void Highest_AnyTwo_NeverFallsAndRefusesNothingThatBothTake()
    {
        var positions = Gen.Choose(0, 5).Select(number => (ulong)number);
        var pair = positions.Two().Two();
        Prop.ForAll(pair.ToArbitrary(), pairs =>
        {
            var ((seenA, changedA), (seenB, changedB)) = (pairs.Item1, pairs.Item2);
            var both = Assert.Single(FreshnessCheck.Highest([GivenBundle.At("K", seenA, changedA)], [GivenBundle.At("K", seenB, changedB)]));
            return both.Seen == Math.Max(seenA, seenB) && both.Changed == Math.Max(changedA, changedB);
        }).QuickCheckThrowOnFailure();
    }
}
