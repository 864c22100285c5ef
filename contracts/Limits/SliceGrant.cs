namespace AiGateway.Contracts.Limits;

/// <summary>What the leader grants of one limit to one process. It was written down before it went out.</summary>
public sealed record SliceGrant
{
    /// <summary>As in <see cref="SliceState.Limit"/>.</summary>
    public required string Limit { get; init; }

    /// <summary>As in <see cref="SliceState.Scope"/>.</summary>
    public required LimitScope Scope { get; init; }

    /// <summary>As in <see cref="SliceState.Key"/>.</summary>
    public string Key { get; init; } = "";

    /// <summary>The sum of all grants to this process, this one included: a repeated or older one changes nothing.</summary>
    public required long Granted { get; init; }

    /// <summary>What nobody has used or holds, of the whole limit; for the headers that tell agents where they stand.</summary>
    public long Left { get; init; }

    /// <summary>When there is room again, where there is none: Retry-After is made of it. Null where there is room.</summary>
    public DateTimeOffset? RoomAt { get; init; }

    /// <summary>When the window ends, or the oldest use leaves it; null where nothing is used.</summary>
    public DateTimeOffset? ResetsAt { get; init; }
}
