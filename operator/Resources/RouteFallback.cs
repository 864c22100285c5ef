using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>Which answers of a target make the next one's turn come, beside a target that cannot be reached or is too slow.</summary>
[CelRule("has(self.statuses) || has(self.onContextLength) || has(self.onContentPolicy)", RuleMessages.FallbackEmpty)]
public sealed record RouteFallback
{
    /// <summary>The statuses. Defaults to 408, 409, 429 and every 5xx.</summary>
    [Schema(MinItems = 1, MaxItems = 32, ListType = "set", Minimum = 400, Maximum = 599)]
    public ImmutableArray<int>? Statuses { get; init; }

    /// <summary>Also where the request is longer than the model's context.</summary>
    public bool? OnContextLength { get; init; }

    /// <summary>Also where the provider's filter refuses the request.</summary>
    public bool? OnContentPolicy { get; init; }
}
