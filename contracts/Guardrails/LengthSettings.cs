namespace AiGateway.Contracts.Guardrails;

/// <summary>Bounds on each text, in UTF-16 code units.</summary>
public sealed record LengthSettings
{
    /// <summary>Null for none.</summary>
    public int? MinCharacters { get; init; }

    /// <summary>Null for none.</summary>
    public int? MaxCharacters { get; init; }
}
