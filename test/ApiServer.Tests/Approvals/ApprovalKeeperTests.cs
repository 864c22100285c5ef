using AiGateway.ApiServer.Tests.Reconcile;
using AiGateway.Contracts;
using AiGateway.Contracts.Approvals;
using AiGateway.ControlPlane;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Approvals;
using AiGateway.Operator.Tests.Publish;

namespace AiGateway.ApiServer.Tests.Approvals;

/// <summary>The way of a human's word through the whole operator and a real API server: asked over the stream, decided by a patch of the spec, written down, and told to the process that asked.</summary>
public sealed class ApprovalKeeperTests(ApiServerFixture server) : IAsyncLifetime
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private readonly Team _team = new(server, TestContext.Current.CancellationToken);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _team.CreateAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("Approved", true, ApprovalOutcome.Released)]
    [InlineData("Denied", false, ApprovalOutcome.Denied)]
    public async Task Keeper_Decided_IsWrittenAndToldAndEnds(string decision, bool approved, ApprovalOutcome outcome)
    {
        await using var running = await RunningOperator.StartAsync(server.Client, _team.System, "operator-0", Token);
        using var sidecar = await ConnectAsync(running);
        await sidecar.SayAsync(Word(sidecar, AskOf(Id)));

        var pending = (await HearVerdictsAsync(sidecar)).Pending.Single();
        var request = await FindAsync();
        Assert.Equal((Id, $"{_team.Name}/{request.Metadata.Name}"), (pending.Id, pending.Request));
        Assert.Equal(("Pod/agent-0", "files", "drop", ApprovalOutcome.Pending), (request.Status!.Agent, request.Status.Server, request.Status.Tool, request.Status.Outcome!.Value));

        await _team.PatchAsync(PathOf(request), $$$"""{"spec":{"decision":"{{{decision}}}","reason":"because"} }""");

        var verdict = (await HearVerdictsAsync(sidecar)).Verdicts.Single();
        Assert.Equal((Id, approved, pending.Request, "because"), (verdict.Id, verdict.Approved, verdict.Request, verdict.Reason));
        Assert.Equal(outcome, (await FindAsync()).Status!.Outcome);
        if (approved)
        {
            await sidecar.SayAsync(Word(sidecar, AskOf(Id) with { End = ApprovalEnd.Used }));
            await _team.UntilAsync(async () => (await FindAsync()).Status!.Outcome == ApprovalOutcome.Used, "the use is written");
        }

        await _team.UntilAsync(async () => (await _team.EventsAsync(request.Metadata.Name)).Contains("ApprovalRequested"), "it is told as an event");
    }

    [Fact]
    public async Task Keeper_LeaderIsReplacedAfterTheDecision_TheNextOneTellsIt()
    {
        ApprovalRequest request;
        await using (var running = await RunningOperator.StartAsync(server.Client, _team.System, "operator-0", Token))
        {
            using var sidecar = await ConnectAsync(running);
            await sidecar.SayAsync(Word(sidecar, AskOf(Id)));
            await HearVerdictsAsync(sidecar);
            request = await FindAsync();
        }

        await _team.PatchAsync(PathOf(request), """{"spec":{"decision":"Approved"} }""");
        await using var next = await RunningOperator.StartAsync(server.Client, _team.System, "operator-1", Token);
        using var again = await ConnectAsync(next);
        await again.SayAsync(Word(again, AskOf(Id)));

        Assert.True((await HearVerdictsAsync(again, verdicts => !verdicts.Verdicts.IsEmpty)).Verdicts.Single().Approved);
    }

    [Fact]
    public async Task Keeper_TheProcessThatAskedIsGone_ItsRequestIsDropped()
    {
        await using var running = await RunningOperator.StartAsync(server.Client, _team.System, "operator-0", Token);
        using (var first = await ConnectAsync(running))
        {
            await first.SayAsync(Word(first, AskOf(Id)));
            await HearVerdictsAsync(first);
        }

        using var second = await ConnectAsync(running, "another");
        await second.SayAsync(Word(second));
        await _team.UntilAsync(async () => (await FindAsync()).Status?.Outcome == ApprovalOutcome.Dropped, "the request is dropped");
    }

    private async Task<SidecarClient> ConnectAsync(RunningOperator running, string epoch = "epoch")
    {
        var pod = await _team.FindPodAsync("agent-0") ?? await _team.PodAsync("agent-0");
        await _team.UntilAsync(() => running.IsReadyAsync(Token), "the operator is ready");
        var sidecar = await new SidecarClient(running.Stream, await _team.TokenAsync(pod)) { Epoch = epoch }.HelloAsync();
        await sidecar.AckAsync(await sidecar.HearBundleAsync());
        return sidecar;
    }

    private static async Task<VerdictWord> HearVerdictsAsync(SidecarClient sidecar, Func<VerdictWord, bool>? isIt = null)
    {
        while (await sidecar.HearAsync() is { } line)
        {
            if (line.Verdicts is { } verdicts && isIt?.Invoke(verdicts) != false) return verdicts;
        }

        Assert.Fail("the stream ended before a verdict came");
        return null;
    }

    private async Task<ApprovalRequest> FindAsync() => Assert.Single((await server.Client.ListAsync(ResourceKinds.ApprovalRequests, new() { Namespace = _team.Name }, Token)).Items);

    private static string PathOf(ApprovalRequest request) => $"/apis/aigateway.dev/v1alpha1/namespaces/{request.Metadata.Namespace}/approvalrequests/{request.Metadata.Name}";

    private static Envelope Word(SidecarClient sidecar, params ApprovalAsk[] asks) =>
        new() { Type = EnvelopeTypes.Approvals, Approvals = new() { Epoch = sidecar.Epoch, Asks = [.. asks] } };

    private static ApprovalAsk AskOf(string id) => new()
    {
        Id = id,
        Server = "files",
        Tool = "drop",
        ArgumentsHash = new('a', 64),
        Preview = """{"path": "/"}""",
        Rule = "team/base: mcp[files].tools.approve: drop",
        At = s_at,
        ExpiresAt = s_at.AddHours(1),
    };

    private static readonly DateTimeOffset s_at = TimeProvider.System.GetUtcNow();
}
