using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Frames;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Passes a stream of frames: each whole one goes through the filters, in their order, and leaves as soon as it is whole. Never holds more
/// than one frame and a read's worth of bytes, and what its guard holds back. A stream that begins with an error is none: another target may still be tried.
/// </summary>
internal sealed class StreamRelay(BlockPool pool, TimeProvider clock)
{
    public const int MaxEvent = 1024 * 1024;

    /// <summary>False where the stream begins with an error, or is none of the dialect; nothing has left then.</summary>
    public async Task<bool> RunAsync(Passage passage, FrameSplitter splitter)
    {
        var isBinary = splitter is EventStreamSplitter;
        var tap = new UsageTap(passage.Request.Body.Length, withholdUsageChunk: passage.Request.UsageEdit is not null) { Watched = passage.Reply, MakesImages = passage.Call.Operation == Operation.Image, MakesText = passage.MakesText };
        var first = new FirstFrame(passage, splitter, clock);
        using var guard = FrameGuard.Of(passage.Guard, passage.Call.Format, isBinary, pool);
        using var held = new Body(pool, isAnswer: true);
        EventFilter usage = isBinary ? tap.OnMessage : tap.OnEvent;
        try
        {
            if (!await PassAsync(passage, held, new(splitter, guard is null ? [first.OnFrame, usage] : [first.OnFrame, usage, guard.OnFrame]), guard)) return false;
            if (tap.HasFailed && passage.Reply.End == ReplyEnd.Completed) passage.Reply.End = ReplyEnd.UpstreamCut;
        }
        catch (Exception broken) when (passage.Committed && UpstreamFault.Is(broken))
        {
            GuardEnd.Broken(passage, guard);
        }
        catch (InvalidDataException) when (passage.Committed)
        {
            RelayEnd.Garbled(passage);
            await RelayEnd.FlushAsync(passage);
        }
        finally
        {
            if (passage.Committed) passage.Reply.Usage = tap.Usage;
        }

        return true;
    }

    private static async Task<bool> PassAsync(Passage passage, Body held, EventFilters filters, FrameGuard? guard)
    {
        var (handle, reply, writer) = (passage.Handle, passage.Reply, passage.Out.BodyWriter);
        var stream = await HeldGate.OpenAsync(passage);
        while (held.TryReserve(out var free))
        {
            if (passage.Committed) passage.Deadlines.ExpectMore(handle);
            var count = await stream.ReadAsync(free, handle.Token);
            held.Commit(count);
            var passed = filters.Pass(held, writer);
            reply.BytesOut += passed.Bytes;
            if (!passage.Committed && (passed.Cut || count == 0)) return false;
            if (count == 0) reply.BytesOut += filters.PassRest(held, writer);
            if (passed.Cut || (count == 0 && !GuardEnd.Release(passage, guard))) return await GuardEnd.DenyAsync(passage, guard!);
            if (count == 0)
            {
                reply.End = ReplyEnd.Completed;
                return true;
            }

            if (held.Length > MaxEvent)
            {
                if (!passage.Committed) return false;
                RelayEnd.Cut(passage, "The provider sent an event that is larger than this gateway passes.");
                return true;
            }

            if (passed.Bytes == 0) continue;
            passage.Deadlines.ExpectNothing(handle); // A slow agent is not the provider's fault.
            await writer.FlushAsync(handle.Token);
        }

        RelayEnd.Cut(passage, "The gateway has no memory left for an event of this size.");
        return passage.Committed;
    }
}
