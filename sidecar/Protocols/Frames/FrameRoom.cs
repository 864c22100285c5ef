using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>What a stream's guard keeps of its texts, charged to the byte budget: many streams that are held back together take no more memory than bodies may.</summary>
/// <param name="pool">The budget; null where nobody counts.</param>
internal sealed class FrameRoom(BlockPool? pool) : IDisposable
{
    /// <summary>Bytes of room for a character: a buffer that grows is up to twice as long as what is in it.</summary>
    private const int OfCharacter = 4;

    private int _blocks;

    /// <summary>Takes as much as so many characters need, or gives back what they do not; false where the budget is spent. The first block's worth is every stream's.</summary>
    public bool TryKeep(long characters)
    {
        var blocks = (int)(characters * OfCharacter / Block.Size);
        if (blocks > _blocks && pool?.TryCharge(blocks - _blocks) == false) return false;
        if (blocks < _blocks) pool?.Discharge(_blocks - blocks);
        _blocks = blocks;
        return true;
    }

    public void Dispose() => TryKeep(0);
}
