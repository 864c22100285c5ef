using System.Buffers;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages;

/// <summary>Passes an answer that is no stream of events: byte for byte, while the tap looks on.</summary>
internal sealed class AnswerRelay(SendOptions options, BlockPool pool, TimeProvider clock)
{
    public async Task RunAsync(Passage passage)
    {
        var tap = new UsageTap(passage.Request.Body.Length, withholdUsageChunk: false);
        using var held = new Body(pool, isAnswer: true);
        try
        {
            await CopyAsync(passage, held, tap);
            passage.Reply.End = ReplyEnd.Completed;
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

    private async Task CopyAsync(Passage passage, Body held, UsageTap tap)
    {
        var (handle, writer) = (passage.Handle, passage.Out.BodyWriter);
        var stream = await passage.Answer.Content.ReadAsStreamAsync(handle.Token);
        var left = passage.Answer.Content.Headers.ContentLength ?? long.MaxValue;
        held.TryReserve(out var free); // An answer's first block is never refused, and one is enough.
        while (true)
        {
            var count = await stream.ReadAsync(free, handle.Token);
            if (!passage.Committed) Commit(passage);
            if (count == 0) return;

            var bytes = free[..count];
            tap.OnBytes(bytes.Span);
            writer.Write(bytes.Span);
            passage.Reply.BytesOut += count;
            left -= count;
            if (left == 0) return; // Headers and body leave in one write, when the call ends.

            handle.ExpectNothing(); // A slow agent is not the provider's fault.
            await writer.FlushAsync(handle.Token);
            handle.Expect(clock.GetTimestamp() + (long)(options.IdleTimeout.TotalSeconds * clock.TimestampFrequency));
        }
    }

    private void Commit(Passage passage)
    {
        passage.Commit(clock.GetTimestamp());
        passage.Out.ContentLength = passage.Answer.Content.Headers.ContentLength;
    }
}
