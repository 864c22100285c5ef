using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Reconcile;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Tests.Publish;
using AiGateway.Operator.Watch;
using AiGateway.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Reconcile;

public sealed class CompileLoopTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly ChangeSignal _changes = new();
    private readonly BundleBoard _board = new();
    private readonly ScriptedSource _source = new();
    private readonly CompileLoop _loop;

    public CompileLoopTests() =>
        _loop = new CompileLoop(_source, _changes, _board, new CompileOptions { Time = _time }, NullLogger<CompileLoop>.Instance);

    [Fact]
    public async Task Loop_NotSynced_PublishesNothing()
    {
        _source.HasSynced = false;
        await _loop.StartAsync(TestContext.Current.CancellationToken);

        _changes.Raise();
        await Eventually.HoldsAsync(() => Passed() && _source.Asked > 0, "it asked whether all is read");
        Assert.Null(_loop.Latest);
        _source.HasSynced = true;
        _changes.Raise();

        await Eventually.HoldsAsync(() => Passed() && _loop.Latest is not null, "a turn is done");
    }

    [Fact]
    public async Task Loop_TurnFails_KeepsWhatWasPublishedAndTriesAgain()
    {
        _source.Now = With(Pod("a"));
        await _loop.StartAsync(TestContext.Current.CancellationToken);
        _changes.Raise();
        await Eventually.HoldsAsync(() => Passed() && _board.Find("uid-a") is not null, "the first turn is published");

        _source.Fails = true;
        _source.Now = With(Pod("a"), Pod("b"));
        _changes.Raise();
        await Eventually.HoldsAsync(() => Passed() && _loop.Counts.Failures > 1, "the turn failed more than once");
        Assert.NotNull(_board.Find("uid-a"));
        _source.Fails = false;

        await Eventually.HoldsAsync(() => Passed() && _board.Find("uid-b") is not null, "the turn is made up for without another change");
    }

    [Fact]
    public async Task Loop_RulesStay_TheirObjectStaysTooAndPositionsMoveOn()
    {
        _source.Now = With(Pod("a")) with { Positions = [new() { Kind = "Pod", Seen = 1, Changed = 1 }] };
        await _loop.StartAsync(TestContext.Current.CancellationToken);
        _changes.Raise();
        await Eventually.HoldsAsync(() => Passed() && _board.Find("uid-a") is not null, "the first turn is published");
        var before = _board.Find("uid-a")!;

        _source.Now = _source.Now with { Positions = [new() { Kind = "Pod", Seen = 9, Changed = 1 }] };
        _changes.Raise();
        await Eventually.HoldsAsync(() => Passed() && _board.Find("uid-a")!.Positions[0].Seen == 9, "the second turn is published");

        Assert.Same(before.Rules, _board.Find("uid-a")!.Rules);
    }

    [Fact]
    public async Task Loop_AgentOfAJobEnded_MarksItsSidecarToFinish()
    {
        var pod = Pod("job") with
        {
            Spec = new() { RestartPolicy = "Never", Containers = [new() { Name = "agent" }, new() { Name = Group.SidecarContainer }] },
            Status = new() { Phase = "Running", ContainerStatuses = [new() { Name = "agent", State = new() { Terminated = new() { ExitCode = 0 } } }] },
        };
        _source.Now = With(pod, Pod("other"));
        await _loop.StartAsync(TestContext.Current.CancellationToken);
        _changes.Raise();

        await Eventually.HoldsAsync(() => Passed() && _board.Find("uid-job") is { Finish: true }, "the job's sidecar is told");
        Assert.False(_board.Find("uid-other")!.Finish);
    }

    [Fact]
    public async Task Loop_ManySidecarsHaveSeenMore_ListsAKindOnceInAWhile()
    {
        await _loop.StartAsync(TestContext.Current.CancellationToken);
        _changes.Raise();
        await Eventually.HoldsAsync(() => Passed() && _loop.Latest is not null, "a turn is done");

        for (var sidecar = 0; sidecar < 100; sidecar++) _board.ReportBehind(["AgentPolicy", "Secret"]);
        Assert.Equal(["AgentPolicy", "Secret"], _source.Relisted);
        _time.Advance(TimeSpan.FromSeconds(5));
        _board.ReportBehind(["Secret"]);

        Assert.Equal(["AgentPolicy", "Secret", "Secret"], _source.Relisted);
    }

    public async ValueTask DisposeAsync()
    {
        await _loop.StopAsync(CancellationToken.None);
        _loop.Dispose();
    }

    private static Inventory With(params Pod[] pods) => new() { Pods = [.. pods] };

    private static Pod Pod(string name) => new() { Metadata = new() { Namespace = "team", Name = name, Uid = "uid-" + name } };

    private bool Passed()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return true;
    }
}
