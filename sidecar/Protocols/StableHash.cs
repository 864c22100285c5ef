using System.Runtime.InteropServices;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// FNV-1a over 64 bits, mixed at the end: the same in every process, so that a conversation keeps its target when the sidecar starts anew. Keeps nobody out: who
/// chooses the bytes can choose the hash.
/// </summary>
internal static class StableHash
{
    public const ulong Start = 14695981039346656037;

    public static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var part in bytes) hash = (hash ^ part) * 1099511628211;
        return hash;
    }

    public static ulong Add(ulong hash, string text) => Add(hash, MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>Spreads what differs in few bits over all of them.</summary>
    public static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
        return hash ^ (hash >> 31);
    }
}
