using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Limits;

/// <summary>
/// A call that found a slice empty: asks the operator and waits for its answer, for a bounded time and without a thread. Where no operator is connected, or none answers in time, the limit says what holds; an answer that leaves too
/// little is a refusal at once.
/// </summary>
internal static class SliceWait
{
    /// <summary>How long a call waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Why the call may not go on; null where it may.</summary>
    public static async ValueTask<Refusal?> RunAsync(CallCharge charge, SliceCount lacking, LimitLedger ledger, CancellationToken cancellationToken)
    {
        var since = ledger.Clock.GetTimestamp();
        var asked = ledger.Ask();
        while (ledger.IsConnected)
        {
            var news = lacking.News;
            if (charge.TryReserve(overdraws: false, out var next) is not { } refusal) return null;
            if (next is null || (next == lacking && lacking.Answered >= asked)) return refusal;
            if (next != lacking)
            {
                (lacking, asked) = (next, ledger.Ask());
                continue;
            }

            _ = ledger.Ask();
            var left = Patience - ledger.Clock.GetElapsedTime(since);
            if (left <= TimeSpan.Zero || !await ComesAsync(news, left, ledger.Clock, cancellationToken)) break;
        }

        return charge.TryReserve(overdraws: true, out _);
    }

    private static async ValueTask<bool> ComesAsync(Task news, TimeSpan within, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await news.WaitAsync(within, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
