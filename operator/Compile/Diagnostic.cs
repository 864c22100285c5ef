namespace AiGateway.Operator.Compile;

/// <summary>One thing that is wrong with a resource: which condition it belongs to, which field, why, and what to do.</summary>
internal sealed record Diagnostic
{
    /// <summary><c>Accepted</c> or <c>ResolvedRefs</c>.</summary>
    public required string Condition { get; init; }

    /// <summary>A machine-readable word, as <c>SecretNotFound</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The field, as <c>spec.auth.apiKey.secretRef.name</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What is wrong and what to do; never a secret's value.</summary>
    public required string Message { get; init; }
}
