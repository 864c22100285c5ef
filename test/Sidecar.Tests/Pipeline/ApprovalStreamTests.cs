using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>A call that waits for long is kept alive as a stream; what comes of it is an event of that stream.</summary>
public sealed class ApprovalStreamTests : IAsyncLifetime
{
    private readonly ManualTime _clock = new();
    private ApprovalHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await ApprovalHouse.OpenAsync(waitSeconds: 40, _clock);

    public async ValueTask DisposeAsync() => await _house.DisposeAsync();

    [Theory]
    [InlineData(ApprovalHouse.Legacy)]
    [InlineData(ApprovalHouse.Modern)]
    public async Task Call_WaitsForLong_TheAnswerIsAnEventOfTheStream(string version)
    {
        using var answer = await BeginAsync(version);
        await GivenApprovals.DecideAsync(_house.House.Approvals, approved: true);

        var text = await answer.Content.ReadAsStringAsync().WithinBoundAsync();

        Assert.StartsWith(": waiting for approval\n\n", text, StringComparison.Ordinal);
        Assert.Contains("\"sum\":5", text);
        Assert.Equal(1, _house.Runs);
    }

    [Fact]
    public async Task Call_NobodyDecidesInTime_TheStreamEndsWithAResultThatSaysSo()
    {
        using var answer = await BeginAsync(ApprovalHouse.Modern);
        var read = ApprovalHouse.RefusalOfAsync(answer);

        await AdvanceUntilAsync(() => read.IsCompleted);

        Assert.Equal("approval_pending", (await read).Reason);
    }

    [Fact]
    public async Task Call_TheQuestionExpires_TheStreamEndsWithADenial()
    {
        _house.Swap(GivenApprovals.Policy(600, 20, "add"));
        using var answer = await BeginAsync(ApprovalHouse.Modern);
        var read = ApprovalHouse.RefusalOfAsync(answer);

        await AdvanceUntilAsync(() => read.IsCompleted);

        Assert.Equal(("approval_expired", 0), ((await read).Reason, _house.Runs));
    }

    /// <summary>A call of which the head has come, before anybody decided.</summary>
    private async Task<HttpResponseMessage> BeginAsync(string version)
    {
        var called = _house.CallAsync(version);
        await AdvanceUntilAsync(() => called.IsCompleted, seconds: 25);
        var answer = await called;
        Assert.Equal((200, KeepAlive.MediaType), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return answer;
    }

    /// <summary>Lets the clock go on only while a call waits for it, and so far at most.</summary>
    private Task AdvanceUntilAsync(Func<bool> done, int seconds = 600) => Eventually.HoldsAsync(
        () =>
        {
            if (!done() && _house.House.ApprovalGate.Waiting == 1 && !_house.House.Approvals.Asks().IsEmpty && _clock.Next <= KeepAlive.Every && seconds-- > 0) _clock.Advance(TimeSpan.FromSeconds(1));
            return done();
        },
        "the clock went far enough");
}
