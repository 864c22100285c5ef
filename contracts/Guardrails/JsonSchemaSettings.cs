namespace AiGateway.Contracts.Guardrails;

/// <summary>The shape.</summary>
public sealed record JsonSchemaSettings
{
    /// <summary>The schema as JSON text, in the subset that the documentation of <c>jsonSchema</c> states.</summary>
    public required string Schema { get; init; }
}
