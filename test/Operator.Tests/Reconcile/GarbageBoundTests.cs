using System.Threading.Channels;
using AiGateway.Operator.Reconcile;
using AiGateway.Operator.Tests.Publish;
using AiGateway.Rig;

namespace AiGateway.Operator.Tests.Reconcile;

public sealed class GarbageBoundTests
{
    private const long Mb = 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10, 0, false)]
    [InlineData(17, 0, true)]
    [InlineData(76, 60, false)]
    [InlineData(77, 60, true)]
    [InlineData(250, 200, false)]
    [InlineData(251, 200, true)]
    [InlineData(40, 60, false)]
    public void IsDue_AsMuchHasGathered_CountsFromWhatLived(long now, long afterLast, bool isDue) => Assert.Equal(isDue, GarbageBound.IsDue(now * Mb, afterLast * Mb));

    [Fact]
    public async Task Collection_IsAskedForWhereDueAlone()
    {
        var time = new ManualTime();
        var (heap, collections) = ((Now: 20 * Mb, AfterLast: 10 * Mb), 0);
        var looks = Channel.CreateUnbounded<int>();
        using var bound = new GarbageBound(time, Look, () => (collections, heap) = (collections + 1, (heap.Now, heap.Now)));
        await bound.StartAsync(Token);

        await LookedAsync();
        Assert.Equal(0, collections);

        heap = (Now: 27 * Mb, AfterLast: 10 * Mb);
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(GarbageBound.Every);
                return collections > 0;
            },
            "a collection is asked for");
        await LookedAsync();
        await LookedAsync();
        Assert.Equal(1, collections);
        await bound.StopAsync(Token);

        (long, long) Look()
        {
            var now = heap;
            looks.Writer.TryWrite(collections);
            return now;
        }

        // Its timer may not be there yet: time goes on until it has looked once more, and what that look led to is done by the next.
        async Task LookedAsync()
        {
            while (looks.Reader.TryRead(out _))
            {
            }

            await Eventually.HoldsAsync(
                () =>
                {
                    time.Advance(GarbageBound.Every);
                    return looks.Reader.TryRead(out _);
                },
                "it looks");
        }
    }

    [Fact]
    public void OwnHeap_AfterAThoroughCollection_IsWhatLives()
    {
        GarbageBound.CollectAll();

        var (now, afterLast) = GarbageBound.OwnHeap();

        Assert.InRange(afterLast, 1, long.MaxValue);
        Assert.InRange(now, 1, long.MaxValue);
    }
}
