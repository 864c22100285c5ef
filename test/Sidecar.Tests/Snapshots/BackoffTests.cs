using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Snapshots;

public class BackoffTests
{
    private readonly Backoff _backoff = new(new BackoffOptions { Least = TimeSpan.FromSeconds(1), Most = TimeSpan.FromSeconds(8) }, new Random(5));

    [Fact]
    public void Next_TimeAfterTime_DoublesWithJitterUpToTheBound()
    {
        foreach (var full in new[] { 1, 2, 4, 8, 8, 8 })
            Assert.InRange(_backoff.Next(), TimeSpan.FromSeconds(full / 2.0), TimeSpan.FromSeconds(full));
    }

    [Fact]
    public void Next_TwoFleetMembers_DoNotKnockInStep() =>
        Assert.NotEqual(_backoff.Next(), new Backoff(new BackoffOptions { Least = TimeSpan.FromSeconds(1) }, new Random(6)).Next());

    [Fact]
    public void Reset_AfterSome_BeginsSmallAgain()
    {
        for (var time = 0; time < 5; time++) _backoff.Next();
        _backoff.Reset();
        Assert.InRange(_backoff.Next(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }
}
