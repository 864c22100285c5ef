using AiGateway.Operator.Tests.Publish;
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
    public async Task WhatCanWait_WakesOnceItHasWaited()
    {
        var time = new ManualTime();
        var signal = new ChangeSignal(time);
        for (var i = 0; i < 100; i++) signal.RaiseLater();
        var waiting = signal.WaitAsync(Token);

        time.Advance(ChangeSignal.Patience - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));
        await waiting;

        signal.RaiseLater();
        waiting = signal.WaitAsync(Token);
        time.Advance(ChangeSignal.Patience);
        await waiting;
    }

    [Fact]
    public async Task WhatCannotWait_DoesNotWaitForWhatCan()
    {
        var signal = new ChangeSignal(new ManualTime());
        signal.RaiseLater();

        signal.Raise();

        await signal.WaitAsync(Token);
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
