using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>A stream that is only read, and whose bytes are seen as they pass.</summary>
internal sealed class CountedStream(Stream inner, CountedStream.Seen seen) : ReadingStream
{
    /// <summary>Looks at bytes that pass.</summary>
    public delegate void Seen(ReadOnlySpan<byte> bytes);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        seen(buffer.Span[..count]);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
