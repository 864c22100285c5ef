using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages;

/// <summary>Checks run in their order, and the first refusal is the answer; rules that deny the call meanwhile answer before any of them.</summary>
public sealed class GuardStageTests : IDisposable
{
    private static readonly Refusal s_no = new(RefusalReason.InvalidField, "no");

    private readonly CancellationTokenSource _agent = new();
    private readonly SnapshotHolder _rules = new();
    private readonly Snapshot _open = Given.Snapshot([Given.Policy("p", "m")]);
    private readonly LiveCalls _live;
    private readonly AdmittedCall _admission;
    private readonly List<int> _asked = [];

    public GuardStageTests()
    {
        _rules.Swap(_open);
        _live = new(new() { MaxConcurrentCalls = 1 }, _rules, TimeProvider.System);
        var plan = PlanOf();
        var handle = new LiveCall(plan.Permit);
        Assert.True(_live.TryAdmit(handle, _open));
        _admission = new(plan, handle, _live, _agent.Token);
    }

    public void Dispose()
    {
        _admission.Dispose();
        _live.Dispose();
        _agent.Dispose();
    }

    [Fact]
    public async Task Run_NoChecks_Passes() => Assert.Null(await RunAsync(new([])));

    [Fact]
    public async Task Run_SecondRefuses_ThirdIsNotAsked()
    {
        var refusal = await RunAsync(new([(_, _) => Note(1, null), (_, _) => Note(2, s_no), (_, _) => Note(3, s_no)], (_, _) => Note(4, s_no)));

        Assert.Same(s_no, refusal);
        Assert.Equal([1, 2], _asked);
    }

    [Fact]
    public async Task Run_NoneRefuses_TheLastIsAskedBehindThem()
    {
        Assert.Same(s_no, await RunAsync(new([(_, _) => Note(1, null)], (_, _) => Note(2, s_no))));

        Assert.Equal([1, 2], _asked);
    }

    [Fact]
    public async Task Run_DeniedWhileOneIsAsked_EndsAtOnceAndAsksNobodyElse()
    {
        var running = RunAsync(new([WaitAsync, (_, _) => Note(2, s_no)], (_, _) => Note(3, s_no)));

        _rules.Swap(_open.Held(GivenHolds.Suspended));

        Assert.Equal(RefusalReason.Suspended, (await running.WithinBoundAsync())?.Reason);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Run_DeniedWhileOneLetsItPass_IsDeniedAllTheSame()
    {
        var refusal = await RunAsync(new([(_, _) =>
        {
            _rules.Swap(_open.Held(GivenHolds.Suspended));
            return default;
        }], (_, _) => Note(2, s_no)));

        Assert.Equal(RefusalReason.Suspended, refusal?.Reason);
        Assert.Empty(_asked);
    }

    /// <summary>The last tells what became of its question.</summary>
    [Fact]
    public async Task Run_DeniedWhileTheLastIsAsked_ItsAnswerHolds()
    {
        var answer = new TaskCompletionSource<Refusal?>();
        var running = RunAsync(new([], async (_, stop) => await answer.Task.WaitAsync(stop)));

        _rules.Swap(_open.Held(GivenHolds.Suspended));
        Assert.True(_admission.Handle.Token.WaitHandle.WaitOne(Eventually.Bound));
        answer.SetResult(s_no);

        Assert.Same(s_no, await running);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_AgentHangsUp_Ends(bool last)
    {
        var running = RunAsync(last ? new([], WaitAsync) : new([WaitAsync]));

        await _agent.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WithinBoundAsync());
    }

    private static async ValueTask<Refusal?> WaitAsync(Plan plan, CancellationToken stop)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        return null;
    }

    private async Task<Refusal?> RunAsync(GuardStage guard)
    {
        if ((await guard.RunAsync(_admission, _agent.Token)).Stops(out var refusal, out var passed)) return refusal;
        Assert.Same(_admission, passed);
        return null;
    }

    private ValueTask<Refusal?> Note(int number, Refusal? verdict)
    {
        _asked.Add(number);
        return new(verdict);
    }

    private static Plan PlanOf()
    {
        Permit.From(new() { Operation = Operation.Chat, Dialect = Dialect.OpenAi, Model = "m" }, Decision.Allow("p", "m", null)).Stops(out _, out var permit);
        Plan.From(permit!, Given.Route(["m"], Given.Target(new("http://127.0.0.1:1")))).Stops(out _, out var plan);
        return plan!;
    }
}
