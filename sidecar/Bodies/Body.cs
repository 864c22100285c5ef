using System.Buffers;

namespace AiGateway.Sidecar.Bodies;

/// <summary>
/// A chain of blocks that bytes are added to at its end and taken from at its front. Not safe for two threads at once, except that who still reads it may
/// hold it: the blocks go back when owner and holders have all let go.
/// </summary>
internal sealed class Body(BlockPool pool, bool isAnswer = false) : IDisposable
{
    private Block? _first;
    private Block? _last;
    private int _start;
    private int _holders = 1;

    /// <summary>How many bytes it holds.</summary>
    public long Length { get; private set; }

    /// <summary>All bytes; valid until the next change.</summary>
    public ReadOnlySequence<byte> Bytes => _first is null ? default : new(_first, _start, _last!, _last!.Filled);

    /// <summary>Adds bytes; false where the byte budget is spent, and then some of them may have been added.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (!TryReserve(out var free)) return false;
            var count = Math.Min(free.Length, bytes.Length);
            bytes[..count].CopyTo(free.Span);
            Commit(count);
            bytes = bytes[count..];
        }

        return true;
    }

    /// <summary>Room at the end, never empty; false where the byte budget is spent.</summary>
    public bool TryReserve(out Memory<byte> free)
    {
        if (_last is null || _last.Free.IsEmpty)
        {
            if ((isAnswer && _first is null ? pool.Rent() : pool.TryRent()) is not { } block)
            {
                free = default;
                return false;
            }

            _last?.Link(block);
            _first ??= block;
            _last = block;
        }

        free = _last.Free;
        return true;
    }

    /// <summary>Counts bytes that were written to the reserved room.</summary>
    public void Commit(int count)
    {
        _last!.Advance(count);
        Length += count;
    }

    /// <summary>Takes bytes off the front and gives back the blocks that they filled.</summary>
    public void Consume(long count)
    {
        Length -= count;
        if (Length == 0)
        {
            Clear();
            return;
        }

        for (var left = count + _start; ; left -= Release())
        {
            if (left < _first!.Filled)
            {
                _start = (int)left;
                return;
            }
        }
    }

    /// <summary>Keeps the blocks until a <see cref="Dispose"/> of its own; false where they have gone back already.</summary>
    public bool TryHold()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _holders);
            if (seen == 0) return false;
        }
        while (Interlocked.CompareExchange(ref _holders, seen + 1, seen) != seen);
        return true;
    }

    /// <summary>Lets go: once by the owner, once by each holder.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) == 0) Clear();
    }

    private void Clear()
    {
        while (_first is not null) Release();
        _last = null;
        _start = 0;
        Length = 0;
    }

    private int Release()
    {
        var block = _first!;
        var filled = block.Filled;
        _first = block.Following;
        pool.Return(block);
        return filled;
    }
}
