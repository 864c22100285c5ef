namespace AiGateway.Contracts.Limits;

/// <summary>
/// How one process stands with one leased limit. All amounts are totals of the epoch, in the limit's unit, and only grow: what is lost or arrives twice changes nothing. What it may still
/// spend is <see cref="Granted"/> - <see cref="Returned"/> - <see cref="Used"/>; it is below zero where calls cost more than was reserved.
/// </summary>
public sealed record SliceState
{
    /// <summary>The most that any amount may be: 9 * 10^15, nine million US dollars in nanos. A thousand of them still add up in a long.</summary>
    public const long MaxAmount = 9_000_000_000_000_000;

    /// <summary>The <see cref="LimitRule.Limit"/>.</summary>
    public required string Limit { get; init; }

    /// <summary>The <see cref="LimitRule.Scope"/>, which tells a Budget from a policy's limit.</summary>
    public required LimitScope Scope { get; init; }

    /// <summary>What has the count, for a limit with <see cref="LimitRule.By"/>: a model, a <c>server/tool</c>, or the SHA-256 of an end user in hexadecimal. Empty else.</summary>
    public string Key { get; init; } = "";

    /// <summary>The sum of all grants that the process has seen.</summary>
    public required long Granted { get; init; }

    /// <summary>What ended calls have used: settled, reported by providers or estimated. Of <see cref="LimitUnit.ConcurrentCalls"/> calls that are under way, which falls too.</summary>
    public required long Used { get; init; }

    /// <summary>Of <see cref="Used"/>, what was estimated since no provider reported it.</summary>
    public long Estimated { get; init; }

    /// <summary>What was given back unused.</summary>
    public long Returned { get; init; }

    /// <summary>What open calls have reserved now; part of no total.</summary>
    public long Reserved { get; init; }

    /// <summary>How much more is asked for now; zero for nothing.</summary>
    public long Wanted { get; init; }

    /// <summary>Set once by a process that stops: nothing is spent after it, and what is left has been returned.</summary>
    public bool? Final { get; init; }
}
