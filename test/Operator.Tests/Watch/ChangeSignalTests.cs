using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Watch;

public sealed class ChangeSignalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManyRaises_WakeOnce()
    {
        var signal = new ChangeSignal();
        for (var i = 0; i < 100; i++) signal.Raise();

        await signal.WaitAsync(Token);
        var second = signal.WaitAsync(Token);

        Assert.False(second.IsCompleted);
        signal.Raise();
        await second;
    }

    [Fact]
    public async Task CancelledWait_LosesNoRaise()
    {
        var signal = new ChangeSignal();
        using var stop = new CancellationTokenSource();
        var waiting = signal.WaitAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        signal.Raise();

        await signal.WaitAsync(Token);
    }
}
