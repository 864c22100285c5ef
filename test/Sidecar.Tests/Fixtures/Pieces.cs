using System.Buffers;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Bytes as a sequence of small segments, as a body's blocks are.</summary>
internal sealed class Pieces : ReadOnlySequenceSegment<byte>
{
    private Pieces(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

    public static ReadOnlySequence<byte> Of(byte[] bytes, int size)
    {
        if (bytes.Length == 0) return default;
        Pieces? first = null, last = null;
        foreach (var piece in Chunks.Of(bytes, [size]))
        {
            var next = new Pieces(piece, last is null ? 0 : last.RunningIndex + last.Memory.Length);
            if (last is not null) last.Next = next;
            first ??= next;
            last = next;
        }

        return new(first!, 0, last!, last!.Memory.Length);
    }
}
