using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Leases;

/// <summary>What a ledger keeps to: the part of a <see cref="LimitRule"/> that says how much, for how long, and how much of it may be out.</summary>
internal sealed record LedgerTerms
{
    /// <summary>A sliding window of at most this is kept in the leader's memory alone: it is over before writing it down would have been worth it.</summary>
    public const long ShortWindow = 60_000;

    /// <summary>No limit is higher, and no word of a sidecar is believed above it: 9,000,000 USD in nanos.</summary>
    public const long Most = 9_000_000_000_000_000;

    public required LimitUnit Unit { get; init; }

    /// <summary>How much may be used within the window, in the unit.</summary>
    public required long Amount { get; init; }

    /// <summary>The sliding window in milliseconds; zero where <see cref="Period"/> is set, or for <see cref="LimitUnit.ConcurrentCalls"/>.</summary>
    public long Window { get; init; }

    public LimitPeriod? Period { get; init; }

    /// <summary>The most that may be out at one time; a single call that needs more gets it while nothing else is out.</summary>
    public required long MaxOut { get; init; }

    /// <summary>Not set where only what is stored says what is counted: no pod has the limit now.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>Calls under way: they are held and given back, and none of them is ever consumed.</summary>
    public bool IsStock => Unit == LimitUnit.ConcurrentCalls;

    public bool IsInMemory => IsStock || (Period is null && Window <= ShortWindow);

    /// <summary>How long a leader that knows nothing waits before it grants: as long as what another one granted may still count, in milliseconds.</summary>
    public long WarmUp => IsStock ? 15_000 : IsInMemory ? Window : 0;

    /// <summary>Of a limit that no rule is known of: nothing is granted.</summary>
    public static LedgerTerms Unknown { get; } = new() { Unit = LimitUnit.Requests, Amount = 0, MaxOut = 1, IsKnown = false };

    public static LedgerTerms Of(LimitRule rule)
    {
        var amount = Math.Clamp(rule.Amount, 0, Most);
        var isStock = rule.Unit == LimitUnit.ConcurrentCalls;
        return new()
        {
            Unit = rule.Unit,
            Amount = amount,
            Window = isStock || rule.Period is not null ? 0 : Math.Max(1, rule.WindowSeconds ?? 1) * 1000L,
            Period = isStock ? null : rule.Period,
            MaxOut = Math.Max(1, isStock ? amount : Math.Clamp(rule.MaxOvershoot ?? amount / 10, 0, amount)),
        };
    }
}
