using System.Buffers;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages;

/// <summary>Passes an answer that is no stream of events: byte for byte, while the tap looks on.</summary>
internal sealed class AnswerRelay(BlockPool pool, TimeProvider clock)
{
    /// <summary>False where what came is no answer of the dialect; nothing has left then.</summary>
    public async Task<bool> RunAsync(Passage passage)
    {
        var tap = new UsageTap(passage.Request.Body.Length, withholdUsageChunk: false) { MakesImages = passage.Call.Operation == Operation.Image, MakesText = passage.MakesText };
        using var held = new Body(pool, isAnswer: true);
        try
        {
            if (!await CopyAsync(passage, held, tap)) return false;
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

        return true;
    }

    private async Task<bool> CopyAsync(Passage passage, Body held, UsageTap tap)
    {
        var (handle, writer) = (passage.Handle, passage.Out.BodyWriter);
        var stream = await HeldGate.OpenAsync(passage);
        var left = passage.Answer.Content.Headers.ContentLength ?? long.MaxValue;
        held.TryReserve(out var free); // An answer's first block is never refused, and one is enough.
        while (true)
        {
            var count = await stream.ReadAsync(free, handle.Token);
            var bytes = free[..count];
            if (!passage.Committed && !TryCommit(passage, bytes.Span)) return false;
            if (count == 0) return true;
            tap.OnBytes(bytes.Span);
            writer.Write(bytes.Span);
            passage.Reply.BytesOut += count;
            left -= count;
            if (left == 0) return true; // Headers and body leave in one write, when the call ends.
            passage.Deadlines.ExpectNothing(handle); // A slow agent is not the provider's fault.
            await writer.FlushAsync(handle.Token);
            passage.Deadlines.ExpectMore(handle);
        }
    }

    private bool TryCommit(Passage passage, ReadOnlySpan<byte> first)
    {
        if (!MayBeMedia(passage.Leg.Format) && !BeginsAsJson(first)) return false;
        passage.Commit(clock.GetTimestamp());
        passage.Out.ContentLength = passage.Answer.Content.Headers.ContentLength;
        return true;
    }

    /// <summary>Speech and images may come as they are.</summary>
    public static bool MayBeMedia(WireFormat format) => format is WireFormat.OpenAiJson or WireFormat.OpenAiForm or WireFormat.Opaque;

    /// <summary>Whether the bytes begin with an object or a list.</summary>
    public static bool BeginsAsJson(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        return at >= 0 && bytes[at] is (byte)'{' or (byte)'[';
    }
}
