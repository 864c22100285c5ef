using AiGateway.Sidecar.Bodies;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Bytes in pieces: what a network may make of them.</summary>
internal static class Chunks
{
    /// <summary>Sizes of pieces, many of them tiny.</summary>
    public static Gen<int[]> Sizes { get; } = Gen.OneOf(Gen.Choose(1, 3), Gen.Choose(1, 40), Gen.Choose(1, 400)).ArrayOf(12);

    /// <summary>The bytes in pieces of these sizes, over and over.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(byte[] bytes, int[] sizes)
    {
        for (int start = 0, turn = 0; start < bytes.Length; turn++)
        {
            var size = Math.Min(sizes.Length == 0 ? bytes.Length : sizes[turn % sizes.Length], bytes.Length - start);
            yield return bytes.AsMemory(start, size);
            start += size;
        }
    }

    /// <summary>A pool that no test exhausts.</summary>
    public static BlockPool Pool() => new(new() { ByteBudget = 64 * 1024 * 1024 });

    /// <summary>The bytes as a body, which starts so that the first block ends somewhere in them: white space stands before.</summary>
    public static Body Straddling(BlockPool pool, byte[] bytes, int inFirstBlock)
    {
        var body = new Body(pool);
        Assert.True(body.TryAppend(Enumerable.Repeat((byte)' ', Block.Size - Math.Min(inFirstBlock, bytes.Length)).ToArray()));
        Assert.True(body.TryAppend(bytes));
        return body;
    }
}
