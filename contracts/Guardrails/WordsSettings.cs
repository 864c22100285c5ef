using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>The words.</summary>
public sealed record WordsSettings
{
    /// <summary>Words or phrases; at least one.</summary>
    public required ImmutableArray<string> Words { get; init; }

    /// <summary>Null or false compares without regard to case.</summary>
    public bool? CaseSensitive { get; init; }

    /// <summary>Whether a word counts inside of another; null or false for whole words.</summary>
    public bool? PartOfWord { get; init; }
}
