using System.Buffers;
using AiGateway.Sidecar.Protocols.Bedrock;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Finds where the messages of AWS's binary stream end, and verifies both checksums of each.</summary>
internal sealed class EventStreamSplitter : FrameSplitter
{
    public override bool TryFindEnd(in ReadOnlySequence<byte> bytes, out long length, out bool isTail)
    {
        isTail = false;
        return EventStreamReader.TryReadMessage(bytes, out _, out length);
    }
}
