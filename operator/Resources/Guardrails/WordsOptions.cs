using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>The words.</summary>
public sealed record WordsOptions
{
    /// <summary>Words or phrases; at most 262144 characters together.</summary>
    [Schema(MinItems = 1, MaxItems = 4096, ListType = "atomic", MinLength = 1, MaxLength = 256, Pattern = Patterns.Member)]
    public required ImmutableArray<string> Words { get; init; }

    /// <summary>Whether upper and lower case differ. Defaults to no.</summary>
    public bool? CaseSensitive { get; init; }

    /// <summary>Whether a word is found inside of another too. Defaults to no.</summary>
    public bool? PartOfWord { get; init; }
}
