using System.Buffers;
using AiGateway.Sidecar.Protocols.Bedrock;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Finds where the frames of a stream end, in whatever pieces they arrive. One a stream; the outcome depends on the bytes alone.</summary>
internal abstract class FrameSplitter
{
    /// <summary>
    /// The length of the first frame in the bytes; false where it has not ended yet. The bytes start where the last frame that was found ended, and only grow until one is.
    /// A tail is the rest of the frame before.
    /// </summary>
    /// <exception cref="InvalidDataException">What came is no frame.</exception>
    public abstract bool TryFindEnd(in ReadOnlySequence<byte> bytes, out long length, out bool isTail);

    /// <summary>The splitter of an answer's content type, with or without parameters; null where it is no stream.</summary>
    public static FrameSplitter? Of(string? contentType)
    {
        if (contentType is null) return null;
        if (contentType.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)) return new EventSplitter();
        return contentType.StartsWith(EventStreamReader.MediaType, StringComparison.OrdinalIgnoreCase) ? new EventStreamSplitter() : null;
    }
}
