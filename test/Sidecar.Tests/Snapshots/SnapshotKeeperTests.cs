using System.Net;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Sidecar.Tests.Snapshots;

public sealed class SnapshotKeeperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sidecar-tests-").FullName;
    private readonly ManualTime _time = new();
    private readonly SnapshotHolder _holder = new();

    private string BundleFile => Path.Combine(_folder, "bundle.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Offer_GoodBundle_IsInForceAndAcknowledged()
    {
        var bundle = GivenBundle.With();

        var answer = Keeper().Offer(bundle);

        Assert.Equal(bundle.Revision, answer.Ack!.InForce.Revision);
        Assert.Equal(bundle.Revision, _holder.Current!.Revision);
    }

    [Fact]
    public void Offer_BadBundle_LeavesTheLastGoodOneInForce()
    {
        var keeper = Keeper();
        keeper.Offer(GivenBundle.With());
        var good = _holder.Current;

        var answer = keeper.Offer(GivenBundle.With(rules => rules with { Providers = [] }));

        Assert.Equal(NackReasons.Invalid, answer.Nack!.Reason);
        Assert.Same(good, _holder.Current);
    }

    [Fact]
    public void Offer_FromALaggingReplica_UndoesNoSuspension()
    {
        var keeper = Keeper();
        keeper.Offer(GivenBundle.With(Suspend, GivenBundle.At("AgentPolicy", 20, 20)));

        var answer = keeper.Offer(GivenBundle.With(null, GivenBundle.At("AgentPolicy", 19, 10)));

        Assert.Equal(NackReasons.StaleSources, answer.Nack!.Reason);
        Assert.Equal(DecisionReason.Suspended, _holder.Current!.Rules.Decide("fast").Reason);
    }

    [Fact]
    public void Offer_SeveralReplicas_KeepsTheHighestPositionOfEachKind()
    {
        var keeper = Keeper();
        keeper.Offer(GivenBundle.With(null, GivenBundle.At("AgentPolicy", 20, 5), GivenBundle.At("Secret", 3, 3)));

        var answer = keeper.Offer(GivenBundle.With(null, GivenBundle.At("AgentPolicy", 8, 8), GivenBundle.At("Secret", 4, 4)));

        Assert.Equal([GivenBundle.At("AgentPolicy", 20, 8), GivenBundle.At("Secret", 4, 4)], answer.Ack!.InForce.Positions);
    }

    [Fact]
    public void Restore_AfterARestart_TakesUpBundleAndPositions()
    {
        var keeper = Keeper();
        keeper.Offer(GivenBundle.With(null, GivenBundle.At("AgentPolicy", 20, 20)));
        keeper.Offer(GivenBundle.With(null, GivenBundle.At("AgentPolicy", 21, 20)));
        _holder.Swap(null);

        var next = Keeper();
        next.Restore();

        Assert.True(_holder.Current!.Rules.Decide("fast").Allowed);
        Assert.Equal([GivenBundle.At("AgentPolicy", 21, 20)], next.InForce!.Positions);
        Assert.Equal(NackReasons.StaleSources, next.Offer(GivenBundle.With(null, GivenBundle.At("AgentPolicy", 19, 19))).Nack!.Reason);
    }

    [Fact]
    public void Offer_Accepted_IsKeptForTheOwnerAlone()
    {
        Keeper().Offer(GivenBundle.With());

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(BundleFile));
        Assert.Equal([BundleFile], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"type\":\"bundle\",\"bundle\":{\"protocol\":1")]
    [InlineData("{\"type\":\"finish\"}")]
    public void Restore_CorruptFile_IsIgnoredAndRemoved(string content)
    {
        File.WriteAllText(BundleFile, content);

        Keeper().Restore();

        Assert.Null(_holder.Current);
        Assert.False(File.Exists(BundleFile));
    }

    [Fact]
    public void Restore_FileWithAChangedRule_IsNotBelieved()
    {
        Keeper().Offer(GivenBundle.With());
        var changed = File.ReadAllText(BundleFile).Replace("api.openai.com", "api.0penai.com", StringComparison.Ordinal);
        File.Delete(BundleFile);
        File.WriteAllText(BundleFile, changed);
        _holder.Swap(null);

        Keeper().Restore();

        Assert.Null(_holder.Current);
    }

    [Fact]
    public void Check_SilenceBeyondTheBound_TakesTheBundleOutOfForceUntilTheOperatorIsHeard()
    {
        var keeper = Keeper(new StalenessOptions { MaxStaleness = TimeSpan.FromHours(1) });
        keeper.Connect();
        keeper.Offer(GivenBundle.With());
        keeper.Disconnect();

        Pass(keeper, TimeSpan.FromMinutes(60));
        Assert.NotNull(_holder.Current);
        Pass(keeper, TimeSpan.FromSeconds(1));
        Assert.Null(_holder.Current);
        keeper.Connect();
        Assert.NotNull(_holder.Current);
    }

    [Fact]
    public void Check_OpenStream_NeverWearsTheBundleOut()
    {
        var keeper = Keeper(new StalenessOptions { MaxStaleness = TimeSpan.FromHours(1) });
        keeper.Connect();
        keeper.Offer(GivenBundle.With());

        Pass(keeper, TimeSpan.FromDays(3));

        Assert.NotNull(_holder.Current);
    }

    [Fact]
    public void Check_FailClosed_RefusesAfterAShortGrace()
    {
        var keeper = Keeper(new StalenessOptions { OnLoss = ControlPlaneLoss.FailClosed });
        keeper.Connect();
        keeper.Offer(GivenBundle.With());
        keeper.Disconnect();

        Pass(keeper, TimeSpan.FromSeconds(14));
        Assert.NotNull(_holder.Current);
        Pass(keeper, TimeSpan.FromSeconds(2));
        Assert.Null(_holder.Current);
    }

    [Fact]
    public void Restore_FileOlderThanTheBound_WaitsForTheOperator()
    {
        var keeper = Keeper();
        keeper.Connect();
        keeper.Offer(GivenBundle.With());
        keeper.Disconnect();
        _holder.Swap(null);
        _time.Advance(TimeSpan.FromHours(2));

        var next = Keeper(new StalenessOptions { MaxStaleness = TimeSpan.FromHours(1) });
        next.Restore();
        Assert.Null(_holder.Current);
        Assert.Equal(TimeSpan.FromHours(2), next.Facts.SinceContact);
        next.Connect();
        Assert.NotNull(_holder.Current);
    }

    [Fact]
    public void Offer_StateFolderGone_StillPutsTheBundleInForce()
    {
        var store = new LastGoodStore(Path.Combine(_folder, "not-there"), _time, NullLogger<LastGoodStore>.Instance);
        var keeper = new SnapshotKeeper(_holder, Builder(), store, new StalenessOptions(), _time);

        Assert.NotNull(keeper.Offer(GivenBundle.With()).Ack);
        Assert.NotNull(_holder.Current);
    }

    private void Pass(SnapshotKeeper keeper, TimeSpan time)
    {
        _time.Advance(time);
        keeper.Check();
    }

    private SnapshotKeeper Keeper(StalenessOptions? options = null) =>
        new(_holder, Builder(), new LastGoodStore(_folder, _time, NullLogger<LastGoodStore>.Instance), options ?? new StalenessOptions(), _time);

    private static SnapshotBuilder Builder() => new(new ProviderConnections(new(), (_, _) => Task.FromResult<IPAddress[]>([])));

    private static BundleRules Suspend(BundleRules rules) => rules with
    {
        Agent = new AgentRule { Policies = [new PolicyRule { Policy = "team/agents", Suspended = true, AllowModels = ["*"], DenyModels = [] }] },
        Sources = [GivenBundle.Source("AgentPolicy", "policy-uid", generation: 3)],
    };
}
