using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>Languages of fenced code blocks, by the name behind the fence.</summary>
public sealed record LanguageSettings
{
    /// <summary>Where set, all others are found.</summary>
    public ImmutableArray<string>? Allow { get; init; }

    /// <summary>Where set, these are found.</summary>
    public ImmutableArray<string>? Deny { get; init; }

    /// <summary>Null for Allow.</summary>
    public Unlabelled? Unlabelled { get; init; }
}
