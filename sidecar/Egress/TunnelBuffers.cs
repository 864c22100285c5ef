using System.Buffers;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// The buffers of all tunnels. Every direction may have a small one; larger ones are given while a budget lasts, so that many tunnels whose readers stall do not take the sidecar's memory.
/// Thread-safe.
/// </summary>
internal sealed class TunnelBuffers(long budget = TunnelBuffers.Budget)
{
    /// <summary>What a direction begins with, in bytes: a request or an answer of most protocols in one piece.</summary>
    public const int Smallest = 8 * 1024;

    /// <summary>More than this in one piece makes a tunnel no faster, in bytes.</summary>
    public const int Largest = 128 * 1024;

    /// <summary>What buffers above the smallest may hold together, in bytes.</summary>
    private const long Budget = 16L * 1024 * 1024;

    private long _grown;

    /// <summary>What is out above the smallest, in bytes.</summary>
    public long Grown => Volatile.Read(ref _grown);

    /// <summary>A buffer of this size, or of the smallest where the budget is used up.</summary>
    public byte[] Rent(int size)
    {
        if (size <= Smallest) return ArrayPool<byte>.Shared.Rent(Smallest);
        if (Interlocked.Add(ref _grown, size) <= budget) return ArrayPool<byte>.Shared.Rent(size);
        Interlocked.Add(ref _grown, -size);
        return ArrayPool<byte>.Shared.Rent(Smallest);
    }

    public void Return(byte[] buffer)
    {
        if (buffer.Length > Smallest) Interlocked.Add(ref _grown, -buffer.Length);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
