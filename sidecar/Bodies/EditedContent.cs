using System.Buffers;
using System.Net;

namespace AiGateway.Sidecar.Bodies;

/// <summary>
/// A body on its way out, with its edits (ordered, not overlapping) spliced in. The whole length is known, so headers and a small body
/// leave in one write. Holds the body while it is being sent, which over HTTP/2 may be longer than the call lasts.
/// </summary>
internal sealed class EditedContent(Body body, BodyEdit[] edits) : HttpContent
{
    private volatile bool _isWritten;

    /// <summary>Whether all of it was given to a connection: who sits at its other end may have it.</summary>
    public bool IsWritten => _isWritten;

    /// <summary>The length with all edits made.</summary>
    public long Length { get; } = body.Length + edits.Sum(edit => edit.Text.Length - edit.Length);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!body.TryHold()) throw new IOException("the call has ended");
        try
        {
            await WriteAsync(stream, body.Bytes, cancellationToken);
            _isWritten = true;
        }
        finally
        {
            body.Dispose();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Length;
        return true;
    }

    private async ValueTask WriteAsync(Stream stream, ReadOnlySequence<byte> bytes, CancellationToken cancellationToken)
    {
        var position = 0L;
        foreach (var edit in edits)
        {
            await CopyAsync(stream, bytes.Slice(position, edit.Start - position), cancellationToken);
            await stream.WriteAsync(edit.Text, cancellationToken);
            position = edit.Start + edit.Length;
        }

        await CopyAsync(stream, bytes.Slice(position), cancellationToken);
    }

    private static async ValueTask CopyAsync(Stream stream, ReadOnlySequence<byte> bytes, CancellationToken cancellationToken)
    {
        foreach (var part in bytes) await stream.WriteAsync(part, cancellationToken);
    }
}
