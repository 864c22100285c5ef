namespace AiGateway.Operator.Resources.Schema;

/// <summary>A field that is not as the schema says, and what it must be.</summary>
internal readonly record struct ShapeProblem(string Field, string Message);
