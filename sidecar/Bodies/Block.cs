using System.Buffers;

namespace AiGateway.Sidecar.Bodies;

/// <summary>One block of a body and its link to the next. Belongs to the <see cref="BlockPool"/>; never used after it went back.</summary>
internal sealed class Block : ReadOnlySequenceSegment<byte>
{
    public const int Size = 32 * 1024;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Size);

    /// <summary>How many bytes are in use.</summary>
    public int Filled { get; private set; }

    /// <summary>The block after this one.</summary>
    public Block? Following => (Block?)Next;

    /// <summary>What can still be filled.</summary>
    public Memory<byte> Free => _bytes.AsMemory(Filled);

    /// <summary>Counts bytes that were written to <see cref="Free"/>.</summary>
    public void Advance(int count)
    {
        Filled += count;
        Memory = _bytes.AsMemory(0, Filled);
    }

    /// <summary>Makes <paramref name="next"/> the block after this one, which must be full enough never to grow again.</summary>
    public void Link(Block next)
    {
        next.RunningIndex = RunningIndex + Filled;
        Next = next;
    }

    /// <summary>Lies idle on top of <paramref name="below"/>.</summary>
    public void StackOn(Block? below) => Next = below;

    /// <summary>Makes the block as new.</summary>
    public void Reset()
    {
        Filled = 0;
        Memory = default;
        Next = null;
        RunningIndex = 0;
    }
}
