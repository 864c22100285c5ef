namespace AiGateway.Contracts;

/// <summary>One thing that an agent asked for: names as the agent spelled them, bounded and untrusted.</summary>
public sealed record UsedThing
{
    /// <summary>What it is.</summary>
    public required UsedKind Kind { get; init; }

    /// <summary>The model, the hosted tool's type, the endpoint, the <c>server/tool</c>, <c>server resource</c> or <c>server prompt</c>, or the outside <c>host:port</c>. At most 512 characters.</summary>
    public required string Name { get; init; }

    /// <summary>How often it was let through.</summary>
    public long Used { get; init; }

    /// <summary>How often it was denied, or would have been by an auditing policy.</summary>
    public long Denied { get; init; }

    /// <summary>The last time, to the minute.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The longest name that is told; a longer one is not.</summary>
    public const int MaxName = 512;
}
