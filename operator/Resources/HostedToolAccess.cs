using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>
/// Tools that a provider runs itself, as web_search, code_interpreter or its own MCP client, by their type; exact, or a prefix that ends in *. What no policy allows is
/// denied.
/// </summary>
public sealed record HostedToolAccess
{
    /// <summary>Types that may be asked for.</summary>
    [Schema(MaxItems = 64, ListType = "set", MinLength = 1, MaxLength = 128, Pattern = Patterns.ModelPattern)]
    public ImmutableArray<string> Allow { get => field.IsDefault ? [] : field; init; }

    /// <summary>Types that may not, whatever any policy allows.</summary>
    [Schema(MaxItems = 64, ListType = "set", MinLength = 1, MaxLength = 128, Pattern = Patterns.ModelPattern)]
    public ImmutableArray<string> Deny { get => field.IsDefault ? [] : field; init; }
}
