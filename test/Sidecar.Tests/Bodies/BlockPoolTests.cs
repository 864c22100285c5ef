using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Tests.Bodies;

/// <summary>Lends within its budget and lets go of what it does not need.</summary>
public sealed class BlockPoolTests
{
    [Fact]
    public void Trim_AboveTheLowWaterMark_MemoryGoesBack()
    {
        var pool = new BlockPool(new() { ByteBudget = 100 * Block.Size, KeepIdle = 3 });
        var weak = LendAndReturn(pool, 50);

        pool.Trim();

        GC.Collect();
        Assert.Equal(3, weak.Count(reference => reference.IsAlive));
    }

    [Fact]
    public void Return_WhatAPeriodDidNotNeed_GoesBackAndTheRestIsLentAgain()
    {
        var pool = new BlockPool(new() { ByteBudget = 100 * Block.Size, KeepIdle = 0, Period = 50 });
        var weak = LendAndReturn(pool, 50);

        for (var period = 0; period < 2; period++)
        {
            for (var loan = 0; loan < 10; loan++) LendAndReturn(pool, 5);
        }

        GC.Collect();
        Assert.Equal(5, weak.Count(reference => reference.IsAlive));
    }

    [Fact]
    public void TryRent_FromManyThreads_NeverLendsMoreThanTheBudget()
    {
        var pool = new BlockPool(new() { ByteBudget = 10 * Block.Size });
        var most = 0L;
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 5000; i++)
            {
                if (pool.TryRent() is not { } block) continue;
                var used = pool.UsedBytes;
                if (used > Volatile.Read(ref most)) Volatile.Write(ref most, used);
                Assert.Equal(0, block.Filled);
                block.Advance(1);
                pool.Return(block);
            }
        });

        Assert.Equal(0, pool.UsedBytes);
        Assert.InRange(most, Block.Size, 10 * Block.Size);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static List<WeakReference> LendAndReturn(BlockPool pool, int count)
    {
        var blocks = Enumerable.Range(0, count).Select(_ => pool.TryRent()!).ToList();
        blocks.ForEach(pool.Return);
        return [.. blocks.Select(block => new WeakReference(block))];
    }
}
