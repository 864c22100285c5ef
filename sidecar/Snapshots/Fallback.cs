using System.Collections.Frozen;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Which answers make the next target's turn come.</summary>
internal sealed record Fallback
{
    /// <summary>Null for 408, 409, 429 and every 5xx.</summary>
    public FrozenSet<int>? Statuses { get; init; }

    public bool OnContextLength { get; init; }

    public bool OnContentPolicy { get; init; }

    public static Fallback From(FallbackRule? rule) => new()
    {
        Statuses = rule?.Statuses?.ToFrozenSet(),
        OnContextLength = rule?.OnContextLength == true,
        OnContentPolicy = rule?.OnContentPolicy == true,
    };

    public bool Covers(int status) => Statuses?.Contains(status) ?? status is 408 or 409 or 429 or >= 500;
}
