using System.Text;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>A stream of events that breaks off after the first one of progress, as a connection does.</summary>
internal sealed class CutStream(Stream inner, Action cut) : Stream
{
    private readonly StringBuilder _read = new();
    private bool _over;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_over)
        {
            await inner.DisposeAsync();
            cut();
            throw new IOException("Cut by the test.");
        }
        var count = await inner.ReadAsync(buffer, cancellationToken);
        var text = _read.Append(Encoding.Latin1.GetString(buffer.Span[..count])).ToString();
        var progress = text.IndexOf("notifications/progress", StringComparison.Ordinal);
        _over = progress >= 0 && text.IndexOf("\n\n", progress, StringComparison.Ordinal) >= 0;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
