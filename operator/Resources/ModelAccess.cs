using System.Collections.Immutable;

namespace AiGateway.Operator.Resources;

/// <summary>Model names that may and may not be called; exact, or a prefix that ends in *.</summary>
public sealed record ModelAccess
{
    /// <summary>Names that may be called.</summary>
    public ImmutableArray<string> Allow { get; init; } = [];

    /// <summary>Names that may not, whatever any policy allows.</summary>
    public ImmutableArray<string> Deny { get; init; } = [];
}
