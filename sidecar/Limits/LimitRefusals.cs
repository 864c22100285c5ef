using System.Globalization;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Limits;

/// <summary>What the agent's author reads where a limit ends a call: its name, what it counts, and when to come back.</summary>
internal static class LimitRefusals
{
    /// <summary>The longest wait that is told: who asks again sooner than there is room is only refused again.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(31);

    /// <summary>The limit has no room for the call.</summary>
    public static Refusal Of(in Hold hold, long asked, Charge charge, long now)
    {
        var (limit, count) = (hold.Limit, hold.Count);
        var resets = count.ResetsAt(now) is { } reset ? DateTimeOffset.FromUnixTimeMilliseconds(reset) : (DateTimeOffset?)null;
        var room = count.RoomAt(asked, limit.Amount, now);
        var wait = room is { } at ? TimeSpan.FromMilliseconds(Math.Clamp(at - now, 0, (long)s_longest.TotalMilliseconds)) : (TimeSpan?)null;
        return new(RefusalReason.LimitReached, Sentence(limit, asked, room is null, resets))
        {
            Limit = new(limit.Name, charge) { RetryAfter = wait, ResetsAt = resets },
        };
    }

    /// <summary>A limit in money cannot tell what the call costs.</summary>
    public static Refusal OfPrice(Limit limit, string? model) => new(RefusalReason.PriceUnknown,
        $"No price is known of the model '{model}' at a target of its route, and the limit '{limit.Name}' counts money and refuses what it cannot price (unknownPrice: Deny).", "model");

    /// <summary>The sidecar is on its way out: nothing may be spent any more.</summary>
    public static Refusal Stopping { get; } = new(RefusalReason.NotReady, "The sidecar is stopping.");

    private static string Sentence(Limit limit, long asked, bool isNever, DateTimeOffset? resets)
    {
        var what = $"The limit '{limit.Name}' of {Text(limit.Unit, limit.Amount)}{WindowOf(limit.Rule)} is reached";
        if (isNever) return $"{what}: this call alone may use {Text(limit.Unit, asked)}, which is more than it allows. Ask for less output, or send less.";
        return resets is { } at && limit.Unit != LimitUnit.ConcurrentCalls ? $"{what}. It resets at {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}." : $"{what}.";
    }

    private static string Text(LimitUnit unit, long amount) => unit switch
    {
        LimitUnit.Requests => amount == 1 ? "1 request" : $"{amount} requests",
        LimitUnit.InputTokens => $"{amount} input tokens",
        LimitUnit.OutputTokens => $"{amount} output tokens",
        LimitUnit.TotalTokens => $"{amount} tokens",
        LimitUnit.Usd => string.Create(CultureInfo.InvariantCulture, $"{amount / 1_000_000_000m:0.#########} USD"),
        _ => amount == 1 ? "1 call at one time" : $"{amount} calls at one time",
    };

    private static string WindowOf(LimitRule rule) => rule switch
    {
        { WindowSeconds: { } seconds } => $" in {seconds} s",
        { Period: { } period } => period switch
        {
            LimitPeriod.Day => " a day",
            LimitPeriod.Week => " a week",
            _ => " a month",
        },
        _ => "",
    };
}
