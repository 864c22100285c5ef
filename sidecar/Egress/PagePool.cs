using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// The runtime's shared memory for connections that are handed to Kestrel. Kestrel asks its own pools for zero bytes where any page will do; the shared pool, which connections made outside of its
/// listeners have since .NET 10, gives nothing for that, and an answer that streams would fail at its first byte.
/// </summary>
internal sealed class PagePool : MemoryPool<byte>, IMemoryPoolFeature
{
    /// <summary>In bytes; that of Kestrel's own pools.</summary>
    public const int Page = 4096;

    private static readonly PagePool s_pool = new();

    public override int MaxBufferSize => Shared.MaxBufferSize;

    MemoryPool<byte> IMemoryPoolFeature.MemoryPool => this;

    /// <summary>Gives a connection this pool where it would have the runtime's own.</summary>
    public static void Mend(ConnectionContext connection)
    {
        if (connection.Features.Get<IMemoryPoolFeature>()?.MemoryPool == Shared) connection.Features.Set<IMemoryPoolFeature>(s_pool);
    }

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(minBufferSize <= 0 ? Page : minBufferSize);

    protected override void Dispose(bool disposing)
    {
        // The memory is the runtime's.
    }
}
