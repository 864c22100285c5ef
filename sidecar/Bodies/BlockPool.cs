namespace AiGateway.Sidecar.Bodies;

/// <summary>
/// The memory that bodies live in, and its bound: requests are lent no more than the byte budget, each answer's first block comes on top of it. What comes back
/// is lent again, the last one first, so that a steady load makes no garbage; what a whole period did not need goes back to the collector. Knows nothing of what is
/// in the blocks.
/// </summary>
internal sealed class BlockPool(BlockPoolOptions options)
{
    private readonly Lock _lock = new();
    private readonly long _budget = Math.Max(1, options.ByteBudget / Block.Size);
    private Block? _idle;
    private int _idleCount;
    private int _spare;
    private int _loans;
    private long _lent;

    /// <summary>Bytes lent out now.</summary>
    public long UsedBytes => Volatile.Read(ref _lent) * Block.Size;

    /// <summary>A block, or null where the budget is spent.</summary>
    public Block? TryRent()
    {
        lock (_lock) return _lent < _budget ? Take() : null;
    }

    /// <summary>A block whatever the budget: a call that was let in must be able to end, so its answer is not refused the first one. Calls are bounded in number.</summary>
    public Block Rent()
    {
        lock (_lock) return Take();
    }

    /// <summary>Counts memory that stands elsewhere and is kept for a body, in blocks; false where the budget is spent, and then nothing is counted.</summary>
    public bool TryCharge(int blocks)
    {
        lock (_lock)
        {
            if (_lent + blocks > _budget) return false;
            _lent += blocks;
            return true;
        }
    }

    /// <summary>Counts it no more.</summary>
    public void Discharge(int blocks)
    {
        lock (_lock) _lent -= blocks;
    }

    /// <summary>Takes a block back; each lent block exactly once.</summary>
    public void Return(Block block)
    {
        lock (_lock)
        {
            _lent--;
            block.StackOn(_idle);
            _idle = block;
            _idleCount++;
            if (++_loans >= options.Period) TrimUnneeded();
        }
    }

    /// <summary>Nobody works now: all above the low-water mark goes back to the collector.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            _spare = _idleCount;
            TrimUnneeded();
        }
    }

    private Block Take()
    {
        _lent++;
        if (_idle is not { } block) return new Block();
        _idle = block.Following;
        _spare = Math.Min(_spare, --_idleCount);
        block.Reset();
        return block;
    }

    /// <summary>The fewest that were idle at any moment of the period were not needed in it. Begins the next period.</summary>
    private void TrimUnneeded()
    {
        for (var unneeded = Math.Min(_spare, _idleCount - options.KeepIdle); unneeded > 0; unneeded--)
        {
            _idle = _idle!.Following;
            _idleCount--;
        }

        (_loans, _spare) = (0, _idleCount);
    }
}
