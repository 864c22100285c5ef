using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Passes a stream of server-sent events: each whole event goes through the filters, in their order, and leaves as soon as it is whole. Never holds more
/// than one event and a read's worth of bytes.
/// </summary>
internal sealed class StreamRelay(SendOptions options, BlockPool pool, TimeProvider clock)
{
    private const int MaxEvent = 1024 * 1024;

    public async Task RunAsync(Passage passage)
    {
        var chat = passage.Request;
        var tap = new UsageTap(chat.Body.Length, withholdUsageChunk: chat.UsageEdit is not null);
        var filters = new EventFilters(new EventSplitter(), [tap.OnEvent]);
        using var held = new Body(pool, isAnswer: true);
        try
        {
            await PassAsync(passage, held, filters);
        }
        catch (Exception broken) when (passage.Committed && UpstreamFault.Is(broken))
        {
            RelayEnd.Broken(passage);
        }
        finally
        {
            if (passage.Committed) passage.Reply.Usage = tap.Usage;
        }
    }

    private async Task PassAsync(Passage passage, Body held, EventFilters filters)
    {
        var (handle, reply, writer) = (passage.Handle, passage.Reply, passage.Out.BodyWriter);
        var stream = await passage.Answer.Content.ReadAsStreamAsync(handle.Token);
        while (held.TryReserve(out var free))
        {
            var count = await ReadAsync(passage, stream, free);
            held.Commit(count);
            var passed = filters.Pass(held, writer);
            reply.BytesOut += passed.Bytes;
            if (count == 0)
            {
                reply.BytesOut += filters.PassRest(held, writer);
                reply.End = ReplyEnd.Completed;
                return;
            }

            if (passed.Cut || held.Length > MaxEvent)
            {
                EndCut(reply, passed.Cut ? "A guard ended the stream." : "The provider sent an event that is larger than this gateway passes.");
                return;
            }

            if (passed.Bytes == 0) continue;
            handle.ExpectNothing(); // A slow agent is not the provider's fault.
            await writer.FlushAsync(handle.Token);
        }

        EndCut(reply, "The gateway has no memory left for an event of this size.");
    }

    private async ValueTask<int> ReadAsync(Passage passage, Stream stream, Memory<byte> free)
    {
        if (passage.Committed) passage.Handle.Expect(clock.GetTimestamp() + (long)(options.IdleTimeout.TotalSeconds * clock.TimestampFrequency));
        var count = await stream.ReadAsync(free, passage.Handle.Token);
        if (!passage.Committed) passage.Commit(clock.GetTimestamp());
        return count;
    }

    private static void EndCut(Reply reply, string why)
    {
        reply.End = ReplyEnd.Cut;
        reply.Refusal = new(RefusalReason.StreamBroken, why);
    }
}
