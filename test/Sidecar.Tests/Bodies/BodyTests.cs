using System.Buffers;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Bodies;

/// <summary>A body is a queue of bytes that gives its blocks back.</summary>
public sealed class BodyTests
{
    [Fact]
    public void Body_AnyAppendsAndTakes_HoldsWhatAQueueHolds() =>
        Prop.ForAll(Gen.Choose(-70_000, 70_000).ArrayOf(20).ToArbitrary(), steps =>
        {
            var pool = Chunks.Pool();
            using var body = new Body(pool);
            var expected = new List<byte>();
            byte next = 0;
            foreach (var step in steps)
            {
                if (step >= 0)
                {
                    var bytes = Enumerable.Range(0, step).Select(_ => next++).ToArray();
                    Assert.True(body.TryAppend(bytes));
                    expected.AddRange(bytes);
                }
                else if (expected.Count > 0)
                {
                    var count = Math.Min(-step, expected.Count);
                    body.Consume(count);
                    expected.RemoveRange(0, count);
                }

                Assert.Equal(expected.Count, body.Length);
                Assert.True(body.Bytes.ToArray().AsSpan().SequenceEqual(expected.ToArray()));
                Assert.InRange(pool.UsedBytes, expected.Count, expected.Count + (2 * Block.Size));
            }

            body.Dispose();
            Assert.Equal(0, pool.UsedBytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void TryAppend_BudgetSpent_SaysSoAndGivesBackOnDispose()
    {
        var pool = new BlockPool(new() { ByteBudget = 3 * Block.Size });
        using var first = new Body(pool);
        using var second = new Body(pool);

        Assert.True(first.TryAppend(new byte[2 * Block.Size]));
        Assert.False(second.TryAppend(new byte[2 * Block.Size]));
        second.Dispose();
        Assert.True(first.TryAppend(new byte[Block.Size]));
        Assert.False(first.TryAppend(new byte[1]));
    }

    [Fact]
    public void Dispose_WhileSomeoneHolds_BlocksStayUntilTheyLetGo()
    {
        var pool = Chunks.Pool();
        var body = new Body(pool);
        body.TryAppend("abc"u8);

        Assert.True(body.TryHold());
        body.Dispose();
        Assert.Equal("abc"u8.ToArray(), body.Bytes.ToArray());
        body.Dispose();

        Assert.Equal(0, pool.UsedBytes);
        Assert.False(body.TryHold());
    }

    [Fact]
    public async Task EditedContent_AnyEdits_ReplacesThoseBytesAlone()
    {
        using var body = new Body(Chunks.Pool());
        body.TryAppend(new byte[Block.Size - 2]);
        body.TryAppend("abcdefgh"u8);
        using var content = new EditedContent(body, [new(Block.Size - 1, 2, "XYZ"u8.ToArray()), new(Block.Size + 4, 0, "!"u8.ToArray())]);

        var bytes = await content.ReadAsByteArrayAsync();

        Assert.Equal("aXYZdef!gh"u8.ToArray(), bytes[(Block.Size - 2)..]);
        Assert.Equal(content.Headers.ContentLength, bytes.Length);
    }
}
