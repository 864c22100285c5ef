using System.Buffers;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Frames;

namespace AiGateway.Sidecar.Stages;

/// <summary>How a guarded stream ends: what was held back leaves, or a guardrail ends it.</summary>
internal static class GuardEnd
{
    /// <summary>The frames have ended: writes what was still held back; false where a guardrail denies it.</summary>
    public static bool Release(Passage passage, FrameGuard? guard)
    {
        if (guard is null) return true;
        if (!guard.Finish(out var rest)) return false;
        Write(passage, rest);
        return true;
    }

    /// <summary>The provider has broken off in mid-stream: what it said before is the agent's, as long as the stream has begun.</summary>
    public static void Broken(Passage passage, FrameGuard? guard)
    {
        RelayEnd.Broken(passage);
        if (guard is null || passage.Reply.End != ReplyEnd.UpstreamCut || !passage.Out.HasStarted) return;
        if (!Release(passage, guard)) RelayEnd.Denied(passage, guard.Denial!);
    }

    /// <summary>Ends the stream as its guard says; a stream of which nothing has been written is refused like any call. True: the call is over.</summary>
    public static async Task<bool> DenyAsync(Passage passage, FrameGuard guard)
    {
        RelayEnd.Denied(passage, guard.Denial!);
        if (passage.Reply.BytesOut == 0) return true;
        Write(passage, guard.Farewell());
        await RelayEnd.FlushAsync(passage);
        return true;
    }

    private static void Write(Passage passage, ReadOnlyMemory<byte> frames)
    {
        passage.Out.BodyWriter.Write(frames.Span);
        passage.Reply.BytesOut += frames.Length;
    }
}
