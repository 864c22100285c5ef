using System.Buffers;
using AiGateway.Sidecar.Egress;

namespace AiGateway.Sidecar.Tests.Egress;

public sealed class PagePoolTests
{
    [Theory]
    [InlineData(-1, PagePool.Page)]
    [InlineData(0, PagePool.Page)]
    [InlineData(1, 1)]
    [InlineData(100_000, 100_000)]
    public void Rent_AnySize_GivesNoLess(int asked, int least)
    {
        using MemoryPool<byte> pool = new PagePool();
        using var memory = pool.Rent(asked);

        Assert.InRange(memory.Memory.Length, least, pool.MaxBufferSize);
    }
}
