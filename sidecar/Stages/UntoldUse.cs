using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// What a try used whose provider never said, or not all of it. A request that a provider has whole is billed, whether anybody waits for the answer or not: it counts as what was reserved for it. One that never
/// arrived, and one that was answered with an error, is free.
/// </summary>
internal static class UntoldUse
{
    /// <summary>The try gave no answer.</summary>
    public static Usage OfTry(Sending sending, LimitLedger limits)
    {
        if (!sending.MayBeBilled) return default;
        var isLeft = sending.Request.Stream && sending.Handle.Cause > StopCause.TimedOut; // Providers stop a stream that nobody reads.
        return isLeft ? new UsageTap(sending.Request.Body.Length, withholdUsageChunk: false).Usage : limits.Expect(sending.Plan, sending.Charge);
    }

    /// <summary>An answer that is no stream broke off: its provider had made all of it, and not only what passed.</summary>
    public static Usage OfBroken(Sending sending, LimitLedger limits)
    {
        var (reply, usage) = (sending.Reply, sending.Reply.Usage);
        if (sending.Request.Stream || usage.Source != UsageSource.Estimated || reply.End == ReplyEnd.Completed) return usage;
        if (sending.Handle.Cause == StopCause.None && reply.End != ReplyEnd.UpstreamCut) return usage;
        var expected = limits.Expect(sending.Plan, sending.Charge);
        return usage with { Input = Math.Max(usage.Input, expected.Input), Output = Math.Max(usage.Output, expected.Output) };
    }
}
