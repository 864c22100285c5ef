using System.Collections.Concurrent;

namespace AiGateway.Sidecar.Bodies;

/// <summary>
/// The memory that bodies live in, and its bound: what is lent never exceeds the byte budget, and what lies idle never exceeds the
/// low-water mark. Knows nothing of what is in the blocks.
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

        if (!_idle.TryDequeue(out var block)) return new Block();
        Interlocked.Decrement(ref _idleCount);
        return block;
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
}
