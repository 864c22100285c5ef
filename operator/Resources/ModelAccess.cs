using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>Model names that may and may not be called; exact, or a prefix that ends in *.</summary>
public sealed record ModelAccess
{
    /// <summary>Names that may be called.</summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelPattern)]
    public ImmutableArray<string> Allow { get => field.IsDefault ? [] : field; init; }

    /// <summary>Names that may not, whatever any policy allows.</summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelPattern)]
    public ImmutableArray<string> Deny { get => field.IsDefault ? [] : field; init; }
}
