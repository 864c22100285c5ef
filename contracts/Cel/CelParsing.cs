using System.Collections.Immutable;

namespace AiGateway.Contracts.Cel;

/// <summary>An expression, or everything that is wrong with its text.</summary>
public sealed record CelParsing
{
    /// <summary>Null where there are errors.</summary>
    public CelExpression? Expression { get; init; }

    /// <summary>In the order of the text; at least one where there is no expression.</summary>
    public ImmutableArray<CelError> Errors { get; init; } = [];
}
