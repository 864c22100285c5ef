using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// The filter that stands before all others: nothing leaves before a stream's first frame has been seen to be no error. Some providers answer 200 and only then say
/// that they cannot.
/// </summary>
internal sealed class FirstFrame(Passage passage, FrameSplitter splitter, TimeProvider clock)
{
    public FilterVerdict OnFrame(ref ReadOnlySequence<byte> bytes)
    {
        if (passage.Committed) return FilterVerdict.Pass;
        passage.EarlyError = MayBeError(bytes) ? Find(bytes) : null;
        if (passage.EarlyError is not null) return FilterVerdict.Cut;
        passage.Commit(clock.GetTimestamp());
        return FilterVerdict.Pass;
    }

    /// <summary>Cheap, and wrong in one way only: a frame without the word is no error.</summary>
    private static bool MayBeError(in ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        return reader.TryReadTo(out ReadOnlySequence<byte> _, "rror"u8) || bytes.FirstSpan.IndexOf("xception"u8) >= 0;
    }

    private ProviderError? Find(in ReadOnlySequence<byte> bytes)
    {
        JsonDocument? data = null;
        try
        {
            if (FrameReader.Read(bytes, splitter, out data) is not { } frame) return null;
            var format = ConversationFormats.Of(passage.Leg.Format) ?? ConversationFormats.Of(WireFormat.OpenAiChat)!;
            List<Delta> deltas = [];
            format.NewDeltaReader().Read(frame, deltas);
            return deltas.Find(delta => delta.Kind == DeltaKind.Fault).Error;
        }
        catch (Exception garbage) when (Untrusted.IsGarbage(garbage))
        {
            return null;
        }
        finally
        {
            data?.Dispose();
        }
    }
}
