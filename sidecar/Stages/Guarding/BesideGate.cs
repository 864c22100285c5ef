using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>Stands between a provider's first byte and the agent while somebody still judges what was asked: nothing of an answer, or of an error, passes before all have spoken.</summary>
internal static class BesideGate
{
    /// <summary>How much of an answer that nobody gets is read for the usage that it tells.</summary>
    private const int MostDrained = 4 * 1024 * 1024;

    /// <summary>Awaits the rulings; null lets the answer pass. The provider is not late while they are awaited, and has the time for its first byte anew behind them.</summary>
    public static async ValueTask<Refusal?> OpenAsync(Sending sending)
    {
        if (sending.Guard is not { Beside: { } beside } session) return null;
        sending.Deadlines.ExpectNothing(sending.Handle);
        await beside.SettleAsync(session, sending.Handle.Token);
        sending.Deadlines.ExpectFirstByte(sending.Handle, sending.Request.Stream);
        return session.Denial is { } denial ? GuardRefusal.Of(denial) : null;
    }

    /// <summary>The provider has worked for nothing: ends the call, with what it used. A whole answer is made by now, and tells; a stream is cut, and estimated.</summary>
    public static async Task EndAsync(Passage passage, Refusal refusal)
    {
        var reply = passage.Reply;
        (reply.End, reply.Refusal) = (ReplyEnd.Cut, refusal);
        reply.Outcome((int)passage.Answer.StatusCode, CallWords.Of(refusal.Reason));
        if (!passage.Answer.IsSuccessStatusCode) return;
        var tap = new UsageTap(passage.Request.Body.Length, withholdUsageChunk: false) { MakesImages = passage.Call.Operation == Operation.Image, MakesText = passage.MakesText };
        try
        {
            if (FrameSplitter.Of(passage.Answer.Content.Headers.ContentType?.MediaType) is null) await DrainAsync(passage, tap);
        }
        catch (Exception broken) when (UpstreamFault.Is(broken))
        {
            // What it told until then is what is known.
        }
        finally
        {
            reply.Usage = tap.Usage;
        }
    }

    private static async Task DrainAsync(Passage passage, UsageTap tap)
    {
        using var room = new PooledBytes();
        var stream = await passage.Answer.Content.ReadAsStreamAsync(passage.Handle.Token);
        for (var total = 0L; total < MostDrained;)
        {
            var count = await stream.ReadAsync(room.GetMemory(), passage.Handle.Token);
            if (count == 0) return;
            tap.OnBytes(room.GetSpan()[..count]);
            total += count;
            passage.Deadlines.ExpectMore(passage.Handle);
        }
    }
}
