namespace AiGateway.Sidecar.Tests.Egress.Interception;

/// <summary>Writes byte by byte, as a client may that wants to pass unread.</summary>
internal sealed class TrickleStream(Stream wire) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        wire.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var n = 0; n < buffer.Length; n++) await wire.WriteAsync(buffer.Slice(n, 1), cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => wire.FlushAsync(cancellationToken);

    public override void Flush() => wire.Flush();

    public override int Read(byte[] buffer, int offset, int count) => wire.Read(buffer, offset, Math.Min(1, count));

    public override void Write(byte[] buffer, int offset, int count)
    {
        for (var n = 0; n < count; n++) wire.Write(buffer, offset + n, 1);
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) wire.Dispose();
        base.Dispose(disposing);
    }
}
