using System.Collections.Concurrent;

namespace AiGateway.Sidecar.Bodies;

/// <summary>
/// The memory that bodies live in, and its bound: requests are lent no more than the byte budget, each answer's first block comes on top of it, and what lies
/// idle never exceeds the low-water mark. Knows nothing of what is in the blocks.
/// </summary>
internal sealed class BlockPool(BlockPoolOptions options)
{
    private readonly ConcurrentQueue<Block> _idle = new();
    private readonly long _budget = Math.Max(1, options.ByteBudget / Block.Size);
    private long _lent;
    private int _idleCount;

    /// <summary>Bytes lent out now.</summary>
    public long UsedBytes => Volatile.Read(ref _lent) * Block.Size;

    /// <summary>A block, or null where the budget is spent.</summary>
    public Block? TryRent()
    {
        if (Interlocked.Increment(ref _lent) > _budget)
        {
            Interlocked.Decrement(ref _lent);
            return null;
        }

        return Take();
    }

    /// <summary>A block whatever the budget: a call that was let in must be able to end, so its answer is not refused the first one. Calls are bounded in number.</summary>
    public Block Rent()
    {
        Interlocked.Increment(ref _lent);
        return Take();
    }

    /// <summary>Takes a block back; each lent block exactly once.</summary>
    public void Return(Block block)
    {
        Interlocked.Decrement(ref _lent);
        if (Interlocked.Increment(ref _idleCount) > options.KeepIdle)
        {
            Interlocked.Decrement(ref _idleCount);
            return;
        }

        block.Reset();
        _idle.Enqueue(block);
    }

    private Block Take()
    {
        if (!_idle.TryDequeue(out var block)) return new Block();
        Interlocked.Decrement(ref _idleCount);
        return block;
    }
}
