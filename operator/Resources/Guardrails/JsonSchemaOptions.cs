using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>The shape that a text must have.</summary>
public sealed record JsonSchemaOptions
{
    /// <summary>A JSON Schema as text, in the subset that docs/guardrails.md states; a keyword outside of it is refused.</summary>
    [Schema(MinLength = 2, MaxLength = 65536)]
    public required string Schema { get; init; }
}
