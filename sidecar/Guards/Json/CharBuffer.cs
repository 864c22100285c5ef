using System.Buffers;

namespace AiGateway.Sidecar.Guards.Json;

/// <summary>Characters in one piece of room that is lent by the shared pool and grows. What was in it is wiped when it goes back.</summary>
internal sealed class CharBuffer : IBufferWriter<char>, IDisposable
{
    private const int First = 256;
    private char[] _chars = ArrayPool<char>.Shared.Rent(First);

    public int Length { get; private set; }

    public ReadOnlySpan<char> Written => _chars.AsSpan(0, Length);

    /// <summary>Forgets what was written and keeps the room.</summary>
    public void Clear() => Length = 0;

    /// <summary>Forgets the first characters.</summary>
    public void Drop(int count)
    {
        Written[count..].CopyTo(_chars);
        Length -= count;
    }

    public void Advance(int count) => Length += count;

    public Memory<char> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return _chars.AsMemory(Length);
    }

    public Span<char> GetSpan(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return _chars.AsSpan(Length);
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(Interlocked.Exchange(ref _chars, []), clearArray: true);
        Length = 0;
    }

    private void Grow(int free)
    {
        if (_chars.Length - Length >= free) return;
        var grown = ArrayPool<char>.Shared.Rent(Math.Max(_chars.Length * 2, Length + free));
        Written.CopyTo(grown);
        ArrayPool<char>.Shared.Return(_chars, clearArray: true);
        _chars = grown;
    }
}
