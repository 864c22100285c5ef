using System.Buffers;
using System.IO.Pipelines;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Tests.Publish;

public sealed class LineWriterTests
{
    [Fact]
    public async Task WriteAsync_LineThatFitsIntoASlice_IsOneFlush()
    {
        var output = new CountingWriter();
        await new LineWriter(output, TimeProvider.System).WriteAsync([new byte[100], new byte[4000], "}}"u8.ToArray()], TestContext.Current.CancellationToken);

        Assert.Equal([4103], output.Flushed);
        Assert.Equal((byte)'\n', output.Written.WrittenSpan[^1]);
    }

    [Fact]
    public async Task WriteAsync_LongLine_HoldsASliceAtMostBeforeEachFlush()
    {
        var output = new CountingWriter();
        ReadOnlyMemory<byte>[] parts = [Bytes(10), Bytes(3 * LineWriter.SliceBytes), Bytes(7)];
        await new LineWriter(output, TimeProvider.System).WriteAsync(parts, TestContext.Current.CancellationToken);

        Assert.Equal([LineWriter.SliceBytes, LineWriter.SliceBytes, LineWriter.SliceBytes, 18], output.Flushed);
        Assert.Equal([.. parts.SelectMany(part => part.ToArray()), (byte)'\n'], output.Written.WrittenSpan.ToArray());
    }

    [Fact]
    public async Task WriteAsync_ReaderThatTakesNothing_IsGivenUp()
    {
        var time = new ManualTime();
        var writing = new LineWriter(new CountingWriter { Blocks = true }, time).WriteAsync([new byte[1]], TestContext.Current.CancellationToken);
        Assert.False(writing.IsCompleted);
        time.Advance(LineWriter.Patience);

        await Assert.ThrowsAsync<TimeoutException>(() => writing);
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(number => (byte)number)];

    /// <summary>Notes how much was written before each flush.</summary>
    private sealed class CountingWriter : PipeWriter
    {
        private int _unflushed;

        public ArrayBufferWriter<byte> Written { get; } = new();

        public List<int> Flushed { get; } = [];

        public bool Blocks { get; init; }

        public override void Advance(int bytes)
        {
            Written.Advance(bytes);
            _unflushed += bytes;
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => Written.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => Written.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            Flushed.Add(_unflushed);
            _unflushed = 0;
            return Blocks ? new(new TaskCompletionSource<FlushResult>().Task) : new(new FlushResult());
        }

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }
}
