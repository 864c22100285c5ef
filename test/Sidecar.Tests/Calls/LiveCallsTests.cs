using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Calls;

/// <summary>Which calls are open, which are cut, and when all are gone.</summary>
public sealed class LiveCallsTests : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly SnapshotHolder _holder = new();
    private readonly Snapshot _allowing = Given.Snapshot([Given.Policy("base", "fast", "other")]);
    private readonly LiveCalls _live;

    public LiveCallsTests()
    {
        _holder.Swap(_allowing);
        _live = new(new() { MaxConcurrentCalls = 4 }, _holder, TimeProvider.System);
    }

    public void Dispose() => _live.Dispose();

    [Fact]
    public void Swap_DeniesSome_CutsThoseAlone()
    {
        var (fast, other) = (Admit("fast"), Admit("other"));

        _holder.Swap(Given.Snapshot([Given.Policy("base", "other")]));

        Assert.Equal((StopCause.Denied, StopCause.None), (fast.Cause, other.Cause));
        Assert.Equal(RefusalReason.ModelNotAllowed, fast.Refusal?.Reason);
        Assert.True(fast.Token.WaitHandle.WaitOne(Eventually.Bound));
        Assert.False(other.Token.IsCancellationRequested);
    }

    [Fact]
    public void Swap_RulesTooOld_CutsAll()
    {
        var call = Admit("fast");

        _holder.Swap(null);

        Assert.Equal(RefusalReason.NotReady, call.Refusal?.Reason);
    }

    [Fact]
    public void TryAdmit_RulesChangedSinceThePermit_IsCutAtOnce()
    {
        _holder.Swap(Given.Snapshot([Given.Policy("base", "fast") with { Suspended = true }]));

        var call = Admit("fast");

        Assert.Equal(RefusalReason.Suspended, call.Refusal?.Reason);
    }

    [Fact]
    public void TryAdmit_RulesThatAskAHumanSinceThePermit_IsCutAtOnce()
    {
        var before = GivenTools.Snapshot([GivenTools.Policy("open", GivenTools.Allow("refund"))], GivenTools.Server);
        var message = new McpMessage { Kind = McpKind.Request, Method = McpMethod.ToolsCall, Name = "refund" };
        var call = new Call
        {
            Operation = Operation.ExecuteTool,
            Dialect = Dialect.Mcp,
            Mcp = new() { Server = GivenTools.Server, Verb = McpVerb.Post, Messages = [message], Asks = [GivenTools.Tool("refund")] },
        };
        Assert.False(AiGateway.Sidecar.Stages.AuthorizeStage.Run(call, before).Stops(out _, out var permit));
        _holder.Swap(GivenTools.Snapshot([GivenTools.Policy("open", GivenTools.Allow("refund") with { ApproveTools = ["refund"] })], GivenTools.Server));

        var handle = new LiveCall(permit);

        Assert.True(_live.TryAdmit(handle, before));
        Assert.Equal(RefusalReason.ApprovalPending, handle.Refusal?.Reason);
    }

    [Fact]
    public void Swap_ToolCallsAndStreams_AreJudgedAnew()
    {
        var open = GivenTools.Policy("open", GivenTools.Allow("search", "refund"));
        _holder.Swap(GivenTools.Snapshot([open], GivenTools.Server));
        var (search, refund, stream) = (AdmitTool(GivenTools.Tool("search")), AdmitTool(GivenTools.Tool("refund")), AdmitTool(new McpAsk(GivenTools.Server, McpSubject.Server)));

        _holder.Swap(GivenTools.Snapshot([GivenTools.Policy("open", GivenTools.Allow("search"))], GivenTools.Server));

        Assert.Equal([null, RefusalReason.ToolNotAllowed, null], new[] { search, refund, stream }.Select(call => call.Refusal?.Reason));
    }

    [Fact]
    public void Swap_ServerIsGone_CutsItsStreamAsOneThatIsNotAllowed()
    {
        var open = GivenTools.Policy("open", GivenTools.Rule("*") with { AllowTools = ["*"] });
        _holder.Swap(GivenTools.Snapshot([open], GivenTools.Server, "docs"));
        var (stream, other) = (AdmitTool(new McpAsk(GivenTools.Server, McpSubject.Server)), AdmitTool(GivenTools.Tool("x", server: "docs")));

        _holder.Swap(GivenTools.Snapshot([open], "docs"));

        Assert.Equal([RefusalReason.McpServerNotAllowed, null], new[] { stream, other }.Select(call => call.Refusal?.Reason));
    }

    [Fact]
    public void Swap_AgentIsSuspended_CutsToolCalls()
    {
        var open = GivenTools.Policy("open", GivenTools.Allow("search"));
        _holder.Swap(GivenTools.Snapshot([open], GivenTools.Server));
        var call = AdmitTool(GivenTools.Tool("search"));

        _holder.Swap(GivenTools.Snapshot([open with { Suspended = true }], GivenTools.Server));

        Assert.Equal(RefusalReason.Suspended, call.Refusal?.Reason);
    }

    [Fact]
    public void Swap_ConditionIsTightened_TheArgumentsAreJudgedAnew()
    {
        _holder.Swap(GivenTools.Snapshot([GivenTools.Policy("open", GivenTools.Allow("refund") with { When = "arguments.amount < 100" })], GivenTools.Server));
        var (small, large) = (AdmitTool(GivenTools.Calling("refund", """{"amount":5}""")), AdmitTool(GivenTools.Calling("refund", """{"amount":50}""")));

        _holder.Swap(GivenTools.Snapshot([GivenTools.Policy("open", GivenTools.Allow("refund") with { When = "arguments.amount < 10" })], GivenTools.Server));

        Assert.Equal([null, RefusalReason.ToolConditionNotMet], new[] { small, large }.Select(call => call.Refusal?.Reason));
    }

    [Fact]
    public void Swap_WhileCallsComeAndGo_NoDeniedCallStaysWhole()
    {
        var denying = Given.Snapshot([Given.Policy("base", "other")]);
        for (var round = 0; round < 300; round++)
        {
            _holder.Swap(_allowing);
            var calls = new LiveCall[4];
            Parallel.Invoke(
                () => _holder.Swap(denying),
                () =>
                {
                    for (var i = 0; i < 4; i++) calls[i] = Admit("fast");
                });

            Assert.All(calls, call => Assert.Equal(StopCause.Denied, call.Cause));
            Array.ForEach(calls, _live.Release);
        }
    }

    [Fact]
    public void TryAdmit_FromManyThreads_NeverMoreThanTheBoundAndAllComeBack()
    {
        var (now, most) = (0, 0);
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 2000; i++)
            {
                var call = new LiveCall(PermitOf("fast"));
                if (!_live.TryAdmit(call, _allowing)) continue;
                var inside = Interlocked.Increment(ref now);
                if (inside > Volatile.Read(ref most)) Volatile.Write(ref most, inside);
                Interlocked.Decrement(ref now);
                _live.Release(call);
            }
        });

        Assert.InRange(most, 1, 4);
        for (var i = 0; i < 4; i++) Admit("fast");
        Assert.False(_live.TryAdmit(new(PermitOf("fast")), _allowing));
    }

    [Fact]
    public async Task WhenIdleAsync_CallsOpen_EndsWithTheLastOne()
    {
        _live.Begin();
        _live.Begin();
        var first = _live.WhenIdleAsync(CancellationToken.None);
        var second = _live.WhenIdleAsync(CancellationToken.None);

        _live.End();
        Assert.False(first.IsCompleted);
        _live.End();

        await Task.WhenAll(first, second).WithinBoundAsync();
        await _live.WhenIdleAsync(CancellationToken.None);
    }

    [Fact]
    public async Task WhenIdleAsync_Cancelled_Ends()
    {
        _live.Begin();
        using var cancel = new CancellationTokenSource();
        var idle = _live.WhenIdleAsync(cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => idle);
    }

    [Fact]
    public void Deadline_Passed_StopsTheCallAndMayBeForgivenOnce()
    {
        var call = Admit("fast");
        call.Expect(TimeProvider.System.GetTimestamp() - 1);

        Assert.True(call.Token.WaitHandle.WaitOne(Eventually.Bound));
        Assert.Equal(StopCause.TimedOut, call.Cause);
        Assert.True(call.TryForgiveTimeout());
        Assert.False(call.Token.IsCancellationRequested);

        call.Stop(StopCause.AgentGone);
        Assert.False(call.TryForgiveTimeout());
    }

    /// <summary>The sweep finds a call late at the very moment at which its target fails by itself. What it stops is that try; the one that follows has its own time, and the first may not end it.</summary>
    [Fact]
    public async Task Deadline_PassedWhenTheNextTargetsTurnCame_EndsTheTryThatWasLateAlone()
    {
        var calls = Enumerable.Range(0, 50_000).Select(_ => new LiveCall(PermitOf("fast"))).ToArray();
        Array.ForEach(calls, call => call.Expect(0));
        using var together = new ManualResetEventSlim();
        var forgiven = 0;
        var failing = Task.Factory.StartNew(() =>
        {
            together.Set();
            foreach (var call in calls)
            {
                while (call.Cause == StopCause.None) Thread.SpinWait(1);
                if (call.TryForgiveTimeout()) forgiven++;
            }
        }, Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        together.Wait(Stop);
        Array.ForEach(calls, call => call.StopIfLate(1));
        await failing;
        await Task.Factory.StartNew(static () => { }, Stop, TaskCreationOptions.PreferFairness, TaskScheduler.Default); // Behind what the sweep queued.

        Assert.Equal(calls.Length, forgiven);
        Assert.DoesNotContain(calls, call => call.Cause != StopCause.None || call.Token.IsCancellationRequested);
    }

    private LiveCall Admit(string model)
    {
        var call = new LiveCall(PermitOf(model));
        Assert.True(_live.TryAdmit(call, _allowing));
        return call;
    }

    private LiveCall AdmitTool(McpAsk ask)
    {
        var snapshot = _holder.Current!;
        var call = GivenTools.Call(ask);
        Assert.False(Permit.From(call, snapshot.Decide(call.Ask)).Stops(out _, out var permit));
        var live = new LiveCall(permit);
        Assert.True(_live.TryAdmit(live, snapshot));
        return live;
    }

    private static Permit PermitOf(string model)
    {
        Permit.From(new() { Operation = Operation.Chat, Dialect = Dialect.OpenAi, Model = model }, Decision.Allow("shop/base", model, null)).Stops(out _, out var permit);
        return permit!;
    }
}
