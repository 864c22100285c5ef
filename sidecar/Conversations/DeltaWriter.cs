using System.Buffers;

namespace AiGateway.Sidecar.Conversations;

/// <summary>Writes one streamed answer in one dialect: whole frames, each as soon as it can be. Deltas that the dialect has no words for are folded into others, or dropped where their type says so.</summary>
internal abstract class DeltaWriter
{
    /// <summary>The media type of the stream.</summary>
    public virtual string ContentType => "text/event-stream";

    public abstract void Write(in Delta delta, IBufferWriter<byte> frames);
}
