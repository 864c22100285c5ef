using System.Text.Json;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Calls of a tool that needs a human's word, through the whole call path, in both eras of MCP.</summary>
public sealed class ApprovalTests : IAsyncLifetime
{
    private const int AtOnce = 0;
    private const int Long = 600;

    private ApprovalHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await ApprovalHouse.OpenAsync(AtOnce);

    public async ValueTask DisposeAsync() => await _house.DisposeAsync();

    [Theory]
    [InlineData(ApprovalHouse.Legacy)]
    [InlineData(ApprovalHouse.Modern)]
    public async Task Call_NobodyDecided_IsToldWhatWaitsAndThatItMayComeAgain(string version)
    {
        using (await _house.CallAsync(version)) _house.House.Approvals.Hear(GivenApprovals.Pending(_house.House.Approvals.Asks().Single().Id));

        using var answer = await _house.CallAsync(version);

        var (text, reason, data) = await ApprovalHouse.RefusalOfAsync(answer);
        Assert.Equal((200, "approval_pending"), ((int)answer.StatusCode, reason));
        Assert.Contains($"ApprovalRequest '{GivenApprovals.Request}' waits", text);
        Assert.Contains("Make the same call again", text);
        Assert.Equal((GivenApprovals.Request, true), (data.GetProperty("approval").GetProperty("request").GetString(), data.GetProperty("approval").GetProperty("retry").GetBoolean()));
        Assert.Equal((0, 1), (_house.Runs, _house.House.Approvals.Asks().Length));
        if (version == ApprovalHouse.Modern) Assert.Equal("complete", (await ApprovalHouse.AnswerOfAsync(await _house.CallAsync(version))).GetProperty("result").GetProperty("resultType").GetString());
    }

    [Theory]
    [InlineData(ApprovalHouse.Legacy)]
    [InlineData(ApprovalHouse.Modern)]
    public async Task Call_ApprovedWhileItWaits_GoesThroughOnce(string version)
    {
        _house.Swap(GivenApprovals.Policy(Long, 60, "add"));
        var waiting = _house.CallAsync(version);
        await GivenApprovals.DecideAsync(_house.House.Approvals, approved: true);

        using (var answer = await waiting) Assert.Equal(5, await ApprovalHouse.SumOfAsync(answer));
        _house.Swap(GivenApprovals.Policy(AtOnce, 60, "add"));
        using var again = await _house.CallAsync(version);

        Assert.Equal(("approval_pending", 1), ((await ApprovalHouse.RefusalOfAsync(again)).Reason, _house.Runs));
    }

    [Theory]
    [InlineData("""{ "b" : 3.0 , "a":2 }""", true)]
    [InlineData("""{"a":2,"b":4}""", false)]
    [InlineData("""{"a":2,"b":3,"c":null}""", false)]
    [InlineData("""{"a":"2","b":3}""", false)]
    public async Task Call_MadeAgainAfterApproval_PassesOnlyWithTheSameArguments(string arguments, bool isSame)
    {
        using (await _house.CallAsync(ApprovalHouse.Modern)) await GivenApprovals.DecideAsync(_house.House.Approvals, approved: true);

        using var answer = await _house.CallAsync(ApprovalHouse.Modern, arguments);

        Assert.Equal(isSame, (await ApprovalHouse.AnswerOfAsync(answer)).GetProperty("result").TryGetProperty("structuredContent", out _));
        Assert.Equal(isSame ? 1 : 0, _house.Runs);
    }

    [Fact]
    public async Task Call_Denied_IsToldWhyEachTime()
    {
        using (await _house.CallAsync(ApprovalHouse.Legacy)) await GivenApprovals.DecideAsync(_house.House.Approvals, approved: false, "not on a Friday");

        for (var times = 0; times < 2; times++)
        {
            using var answer = await _house.CallAsync(ApprovalHouse.Legacy);
            var (text, reason, _) = await ApprovalHouse.RefusalOfAsync(answer);
            Assert.Equal("approval_denied", reason);
            Assert.Contains("not on a Friday", text);
        }

        Assert.Equal(0, _house.Runs);
    }

    [Fact]
    public async Task Call_AgentHangsUp_TheQuestionStaysAndItsAnswerIsForTheNextCall()
    {
        _house.Swap(GivenApprovals.Policy(Long, 60, "add"));
        using (var gone = new CancellationTokenSource())
        {
            var waiting = _house.CallAsync(ApprovalHouse.Modern, cancellationToken: gone.Token);
            await Eventually.HoldsAsync(() => _house.House.ApprovalGate.Waiting == 1, "the call waits");
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await _house.House.WhenQuietAsync();
        await Eventually.HoldsAsync(() => _house.House.ApprovalGate.Waiting == 0, "nothing waits");
        await GivenApprovals.DecideAsync(_house.House.Approvals, approved: true);

        using var answer = await _house.CallAsync(ApprovalHouse.Modern);
        Assert.Equal(5, await ApprovalHouse.SumOfAsync(answer));
    }

    [Fact]
    public async Task Batch_OneOfItsCallsIsNotApproved_NothingIsSent()
    {
        const string Batch = """
            [{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add","arguments":{"a":1,"b":1}}},
             {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"add","arguments":{"a":1,"b":1}}},
             {"jsonrpc":"2.0","id":3,"method":"ping"}]
            """;
        using (await _house.SendAsync(Batch, "2025-03-26"))
        {
            var asks = _house.House.Approvals.Asks();
            Assert.Equal(2, asks.Length); // Equal calls, and each needs a word of its own.
            _house.House.Approvals.Hear(GivenApprovals.Verdict(asks[0].Id, approved: true));
        }

        using var answer = await _house.SendAsync(Batch, "2025-03-26");

        var errors = await ApprovalHouse.AnswerOfAsync(answer);
        Assert.Equal(["approval_pending", "approval_pending", "approval_pending"], errors.EnumerateArray().Select(error => error.GetProperty("error").GetProperty("data").GetProperty("reason").GetString()));
        Assert.Equal(0, _house.Server.Seen.Total);
    }

    [Fact]
    public async Task Call_AsATask_IsAskedForLikeAnyOther()
    {
        using var answer = await _house.CallAsync(ApprovalHouse.Legacy, more: ",\"task\":{\"ttl\":60000}");

        Assert.Equal(("approval_pending", 0), ((await ApprovalHouse.RefusalOfAsync(answer)).Reason, _house.Runs));
    }

    [Fact]
    public async Task Call_OfADeniedTool_IsNotAskedFor()
    {
        var policy = GivenApprovals.Policy(AtOnce, 60, "*");
        _house.Swap(policy with { Mcp = [policy.Mcp!.Value[0] with { DenyTools = ["ADD"] }] });

        using var answer = await _house.CallAsync(ApprovalHouse.Modern);

        Assert.Equal("tool_denied", (await ApprovalHouse.RefusalOfAsync(answer)).Reason);
        Assert.Empty(_house.House.Approvals.Asks());
    }

    [Fact]
    public async Task Call_RulesChangeWhileItWaits_IsJudgedByTheNewOnes()
    {
        _house.Swap(GivenApprovals.Policy(Long, 60, "add"));
        var waiting = _house.CallAsync(ApprovalHouse.Modern);
        await Eventually.HoldsAsync(() => _house.House.ApprovalGate.Waiting == 1, "the call waits");

        _house.Swap(GivenApprovals.Policy(Long, 60, "other"));

        using (var answer = await waiting) Assert.Contains("rules have changed", (await ApprovalHouse.RefusalOfAsync(answer)).Text);
        using var again = await _house.CallAsync(ApprovalHouse.Modern);
        Assert.Equal(5, await ApprovalHouse.SumOfAsync(again));
    }

    [Fact]
    public async Task Call_TheSidecarStops_TheWaitEnds()
    {
        _house.Swap(GivenApprovals.Policy(Long, 60, "add"));
        var waiting = _house.CallAsync(ApprovalHouse.Modern);
        await Eventually.HoldsAsync(() => _house.House.ApprovalGate.Waiting == 1, "the call waits");

        _house.House.Live.CutAll(new Refusal(RefusalReason.NotReady, "stopping"));

        using var answer = await waiting;
        Assert.Equal("approval_pending", (await ApprovalHouse.RefusalOfAsync(answer)).Reason);
    }

    [Fact]
    public async Task Call_Approved_TheAuditSaysByWhichQuestion()
    {
        using (await _house.CallAsync(ApprovalHouse.Modern)) await GivenApprovals.DecideAsync(_house.House.Approvals, approved: true);
        using (await _house.CallAsync(ApprovalHouse.Modern)) await _house.House.WhenQuietAsync();

        var lines = await _house.House.Records.LinesAsync(2);

        var outcomes = lines.Select(line => JsonDocument.Parse(line).RootElement).Select(line => (line.GetProperty("decision").GetString(), Outcome: line.GetProperty("mcp").GetProperty("approvals")[0]));
        Assert.Equal([("denied", "pending"), ("allowed", "approved")], outcomes.Select(pair => (pair.Item1, pair.Outcome.GetProperty("outcome").GetString())));
        Assert.Contains(GivenApprovals.Request, lines[1]);
        Assert.Contains("aigateway_approvals_used 1", _house.House.Metrics);
    }
}
