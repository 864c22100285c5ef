using System.Buffers;

namespace AiGateway.Sidecar.Bodies;

/// <summary>
/// Room for a text that is being written in one piece, lent by the shared pool. Bounded; what was written is copied on before it is disposed. Never to be sent itself: a
/// connection may read after the call has ended.
/// </summary>
internal sealed class PooledBytes(int most = PooledBytes.Most) : IBufferWriter<byte>, IDisposable
{
    /// <summary>The most that is written, in bytes: no answer or request of a model is as long.</summary>
    public const int Most = 32 * 1024 * 1024;

    private const int First = 4096;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(First);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Forgets what was written and keeps the room.</summary>
    public void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return _bytes.AsSpan(Length);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    /// <exception cref="IOException">More than the bound is to be written.</exception>
    private void Grow(int free)
    {
        if (_bytes.Length - Length >= free) return;
        if ((long)Length + free > most) throw new IOException("the text is longer than this gateway writes");
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + free));
        Written.CopyTo(grown);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = grown;
    }
}
