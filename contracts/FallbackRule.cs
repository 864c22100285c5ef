using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>Which answers of a target make the next one's turn come, beside a target that cannot be reached or is too slow.</summary>
public sealed record FallbackRule
{
    /// <summary>The statuses; null for 408, 409, 429 and every 5xx.</summary>
    public ImmutableArray<int>? Statuses { get; init; }

    /// <summary>Also where the request is longer than the model's context; null for no.</summary>
    public bool? OnContextLength { get; init; }

    /// <summary>Also where the provider's filter refuses the request; null for no.</summary>
    public bool? OnContentPolicy { get; init; }
}
