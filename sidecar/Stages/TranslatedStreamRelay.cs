using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Frames;

namespace AiGateway.Sidecar.Stages;

/// <summary>Gives a stream in the agent's words, frame by frame as it comes. A stream that begins with an error is none: another target may still be tried.</summary>
internal sealed class TranslatedStreamRelay(BlockPool pool, TimeProvider clock)
{
    /// <summary>False where the stream begins with an error, or is none of the dialect; nothing has left then.</summary>
    public async Task<bool> RunAsync(Passage passage, FrameSplitter splitter)
    {
        var (reader, writer) = passage.Leg.Translation!.Stream(passage.Leg.Format)!.Value;
        using var retelling = new Retelling(splitter, reader, writer);
        var written = FrameSplitter.Of(writer.ContentType)!;
        using var guard = FrameGuard.Of(passage.Guard, passage.Call.Format, written is EventStreamSplitter, pool);
        using var held = new Body(pool, isAnswer: true);
        try
        {
            return await PassAsync(passage, held, retelling, guard is null ? null : new(guard, written));
        }
        catch (Exception broken) when (passage.Committed && UpstreamFault.Is(broken))
        {
            GuardEnd.Broken(passage, guard);
        }
        catch (Exception garbage) when (Untrusted.IsGarbage(garbage))
        {
            if (!passage.Committed) return false;
            RelayEnd.Garbled(passage);
            await RelayEnd.FlushAsync(passage);
        }
        finally
        {
            if (passage.Committed) passage.Reply.Usage = retelling.UsageOf(passage.Request.Body.Length);
        }

        return true;
    }

    private async Task<bool> PassAsync(Passage passage, Body held, Retelling retelling, GuardedFrames? guarded)
    {
        var handle = passage.Handle;
        var stream = await HeldGate.OpenAsync(passage);
        while (held.TryReserve(out var free))
        {
            if (passage.Committed) passage.Deadlines.ExpectMore(handle);
            var count = await stream.ReadAsync(free, handle.Token);
            held.Commit(count);
            var told = count == 0 ? retelling.Finish(held) : retelling.Take(held);
            if (told && !passage.Committed) passage.Commit(clock.GetTimestamp(), retelling.ContentType);
            var passes = retelling.Flush(passage.Out.BodyWriter, guarded, out var bytes);
            passage.Reply.BytesOut += bytes;
            passage.Reply.OutputSoFar = retelling.OutputSoFar;
            if (passes && retelling.IsOver && passage.Committed) passes = GuardEnd.Release(passage, guarded?.Guard);
            if (!passes) return await GuardEnd.DenyAsync(passage, guarded!.Guard);
            if (retelling.Error is { } error) return End(passage, error);
            if (retelling.IsOver) return End(passage, retelling.IsWhole);
            if (held.Length > StreamRelay.MaxEvent) break;
            if (!told) continue;
            passage.Deadlines.ExpectNothing(handle); // A slow agent is not the provider's fault.
            await passage.Out.BodyWriter.FlushAsync(handle.Token);
        }

        if (passage.Committed) RelayEnd.Cut(passage, "The provider sent an event that is larger than this gateway passes.");
        return passage.Committed;
    }

    private static bool End(Passage passage, ProviderError error)
    {
        if (!passage.Committed)
        {
            passage.EarlyError = error;
            return false;
        }

        passage.Reply.End = ReplyEnd.UpstreamCut; // The error is told already, in the agent's words.
        return true;
    }

    private static bool End(Passage passage, bool isWhole)
    {
        if (!passage.Committed) return false;
        if (isWhole) passage.Reply.End = ReplyEnd.Completed;
        else RelayEnd.Broken(passage);
        return true;
    }
}
