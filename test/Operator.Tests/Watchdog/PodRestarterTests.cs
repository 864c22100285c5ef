using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Watchdog;

namespace AiGateway.Operator.Tests.Watchdog;

/// <summary>Which pods are evicted, when, and when no more.</summary>
public sealed class PodRestarterTests
{
    private static readonly KubeError Blocked = new() { Code = 429, Reason = "TooManyRequests", Message = "Cannot evict pod as it would violate the pod's disruption budget." };

    [Fact]
    public async Task Run_PodsOfOneOwner_OneAtATimeUntilTheNewOneIsReadyAndOld()
    {
        var given = await new WatchdogGiven().With("a", "bare owner:ReplicaSet age:100").With("b", "bare owner:ReplicaSet age:90").LookAsync();
        Assert.Equal(["a"], given.Evicted);

        await given.With("a", "bare owner:ReplicaSet ending").LaterAsync(5);
        await given.Without("a").LaterAsync(5);
        await given.With("c", "owner:ReplicaSet age:0 unready phase:Pending").LaterAsync(5);
        await given.With("c", "owner:ReplicaSet age:20 unready").LaterAsync(60);
        await given.With("c", "owner:ReplicaSet age:29").LookAsync();
        Assert.Equal(["a"], given.Evicted);

        await given.With("c", "owner:ReplicaSet age:31").LookAsync();

        Assert.Equal(["a", "b"], given.Evicted);
    }

    [Theory]
    [InlineData("bare owner:ReplicaSet age:0")]
    [InlineData("bare owner:ReplicaSet age:0 skipped")]
    [InlineData("bare owner:ReplicaSet age:40")]
    public async Task Run_NewPodIsNoBetter_StopsAndTells(string replacement)
    {
        var given = await new WatchdogGiven().With("a", "bare owner:ReplicaSet age:100").With("b", "bare owner:ReplicaSet age:90").LookAsync();

        await given.Without("a").With("c", replacement).LaterAsync(5);
        for (var look = 0; look < 20; look++) await given.LaterAsync(60);

        Assert.Equal(["a"], given.Evicted);
        Assert.Single(given.Told, "c RestartsStopped");
        Assert.Contains(("stopped", 1L), given.Figures.Restarts);
    }

    [Fact]
    public async Task Run_NewPodIsOutdatedToo_StopsOnceThatIsKnown()
    {
        var given = await new WatchdogGiven().With("a", "v:0.1.0 owner:ReplicaSet age:100").With("b", "v:0.1.0 owner:ReplicaSet age:90").LookAsync();
        await given.Without("a").With("c", "v:0.1.0 owner:ReplicaSet age:10").LaterAsync(5);
        Assert.DoesNotContain("c RestartsStopped", given.Told);

        await given.With("c", "v:0.1.0 owner:ReplicaSet age:40").LookAsync();
        for (var look = 0; look < 5; look++) await given.LaterAsync(60);

        Assert.Equal(["a"], given.Evicted);
        Assert.Single(given.Told, "c RestartsStopped");
    }

    [Fact]
    public async Task Run_OwnerWasStoppedAndIsWell_BeginsAgainLater()
    {
        var given = await new WatchdogGiven().With("a", "bare owner:ReplicaSet age:100").LookAsync();
        await given.Without("a").With("b", "bare owner:ReplicaSet age:40").LaterAsync(5);
        await given.Without("b").With("c", "owner:ReplicaSet age:40").LaterAsync(60);

        await given.With("d", "bare owner:ReplicaSet age:40").LaterAsync(60);

        Assert.Equal(["a", "d"], given.Evicted);
    }

    [Fact]
    public async Task Run_ManyOwners_SoManyAMinute()
    {
        var given = new WatchdogGiven(perMinute: 6);
        for (var owner = 0; owner < 20; owner++) given.With($"p{owner:00}", $"bare owner:ReplicaSet:uid-{owner}");
        List<int> after = [];

        for (var look = 0; look < 12; look++)
        {
            await given.LookAsync();
            after.Add(given.Evicted.Count);
            given.Time.Advance(WatchdogLoop.Spacing);
        }

        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6], after);
    }

    [Fact]
    public async Task Run_BudgetSaysNo_AsksAgainLaterAndOthersGoOn()
    {
        var given = new WatchdogGiven().With("a", "bare owner:ReplicaSet:one age:100").With("b", "bare owner:ReplicaSet:two age:90");
        given.Answer = pod => pod.Metadata.Name == "a" ? Blocked : null;

        await given.LookAsync();
        await given.LaterAsync(5);
        await given.Without("b").LaterAsync(5);
        Assert.Equal(["a", "b"], given.Evicted);
        given.Answer = _ => null;
        await given.LaterAsync(19);
        Assert.Equal(["a", "b"], given.Evicted);
        await given.LaterAsync(1);

        Assert.Equal(["a", "b", "a"], given.Evicted);
        Assert.Null(given.Refused);
        Assert.Equal([("evicted", 2L), ("blocked", 1L), ("refused", 0L), ("stopped", 0L)], given.Figures.Restarts);
    }

    [Fact]
    public async Task Run_ServerRefuses_IsToldAndTriedMuchLater()
    {
        var given = new WatchdogGiven().With("a", "bare owner:ReplicaSet");
        given.Answer = _ => new() { Code = 403, Reason = "Forbidden", Message = "no" };

        Assert.Equal(403, (await given.LookAsync()).Refused?.Code);
        Assert.Null((await given.LaterAsync(299)).Refused);
        Assert.Equal(403, (await given.LaterAsync(1)).Refused?.Code);
        Assert.Equal(2, given.Evicted.Count);
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("bare owner:Job")]
    [InlineData("bare owner:ReplicaSet report")]
    [InlineData("owner:ReplicaSet")]
    [InlineData("cooperative lowered owner:ReplicaSet")]
    public async Task Run_PodThatNobodyMayStartAnew_IsLeft(string pod)
    {
        var given = new WatchdogGiven { Wanted = Operator.Resources.EgressMode.Redirected }.With("a", pod.Contains("bare", StringComparison.Ordinal) || pod.Contains("cooperative", StringComparison.Ordinal) ? pod : pod + " redirected");

        for (var look = 0; look < 10; look++) await given.LaterAsync(60);

        Assert.Empty(given.Evicted);
    }

    [Theory]
    [InlineData("owner:ReplicaSet age:5 unready")]
    [InlineData("owner:ReplicaSet ending")]
    public async Task Run_NewLeader_WaitsWhileAnythingOfTheOwnerIsChanging(string other)
    {
        var given = await new WatchdogGiven().With("a", "bare owner:ReplicaSet age:100").With("b", "bare owner:ReplicaSet age:90").LookAsync();
        await given.ChangeLeader().Without("a").With("c", other).LaterAsync(20);
        Assert.Equal(["a"], given.Evicted);

        await given.With("c", "owner:ReplicaSet age:60").LookAsync();

        Assert.Equal(["a", "b"], given.Evicted);
    }

    [Fact]
    public async Task Run_NoNewPodComes_StopsBeforeItCostsAnother()
    {
        var given = await new WatchdogGiven().With("a", "bare owner:ReplicaSet age:100").With("b", "bare owner:ReplicaSet age:90").LookAsync();
        await given.Without("a").LaterAsync(599);
        Assert.DoesNotContain("b RestartsStopped", given.Told);

        for (var look = 0; look < 20; look++) await given.LaterAsync(60);

        Assert.Equal(["a"], given.Evicted);
        Assert.Single(given.Told, "b RestartsStopped");
    }

    [Fact]
    public async Task Run_CrashingPodsWithoutASidecar_AreReplacedAllTheSame()
    {
        var given = await new WatchdogGiven().With("a", "bare unready owner:ReplicaSet age:100").With("b", "bare unready owner:ReplicaSet age:90").LookAsync();

        Assert.Equal(["a"], given.Evicted);
    }

    [Fact]
    public async Task Tell_Findings_AreToldOnceEachAndSomeASecond()
    {
        var given = new WatchdogGiven();
        for (var number = 0; number < 70; number++) given.With($"p{number:00}", "bare");
        await given.LookAsync();
        Assert.Equal(50, given.Told.Count);

        await given.LaterAsync(1);
        Assert.Equal(60, given.Told.Count);
        await given.LaterAsync(5);
        await given.LaterAsync(3600);

        Assert.Equal(70, given.Told.Count);
        Assert.Equal(70, given.Told.Distinct().Count());
    }
}
