using System.Buffers;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>Room for a text in UTF-16, lent by the shared pool and given back empty.</summary>
internal sealed class PooledChars : IBufferWriter<char>, IDisposable
{
    private char[] _chars = ArrayPool<char>.Shared.Rent(1024);
    private int _length;

    public ReadOnlySpan<char> Written => _chars.AsSpan(0, _length);

    /// <summary>Forgets what was written and keeps the room.</summary>
    public void Clear() => _length = 0;

    public void Advance(int count) => _length += count;

    public Memory<char> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return _chars.AsMemory(_length);
    }

    public Span<char> GetSpan(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return _chars.AsSpan(_length);
    }

    public void Dispose() => ArrayPool<char>.Shared.Return(Interlocked.Exchange(ref _chars, []), clearArray: true);

    private void Grow(int free)
    {
        if (_chars.Length - _length >= free) return;
        var grown = ArrayPool<char>.Shared.Rent(Math.Max(_chars.Length * 2, _length + free));
        Written.CopyTo(grown);
        ArrayPool<char>.Shared.Return(_chars, clearArray: true);
        _chars = grown;
    }
}
