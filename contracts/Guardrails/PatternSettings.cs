namespace AiGateway.Contracts.Guardrails;

/// <summary>The regular expression.</summary>
public sealed record PatternSettings
{
    /// <summary>In the syntax of <see cref="Patterns.LinearPattern"/>.</summary>
    public required string Pattern { get; init; }

    /// <summary>Null for no.</summary>
    public bool? IgnoreCase { get; init; }

    /// <summary>What stands in the place of a match and is recorded as its type; null for <c>PATTERN</c>.</summary>
    public string? Label { get; init; }
}
