using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>Names or URIs: exact, or a prefix that ends in *.</summary>
public sealed record NameAccess
{
    /// <summary>What may be asked for.</summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = 1024, Pattern = Patterns.ModelPattern)]
    public ImmutableArray<string> Allow { get => field.IsDefault ? [] : field; init; }

    /// <summary>What may not, whatever any policy allows.</summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = 1024, Pattern = Patterns.ModelPattern)]
    public ImmutableArray<string> Deny { get => field.IsDefault ? [] : field; init; }
}
