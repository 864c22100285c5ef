namespace AiGateway.Operator.Resources;

/// <summary>One key of a Secret in the same namespace.</summary>
public sealed record SecretKeyRef
{
    /// <summary>The Secret's name.</summary>
    public required string Name { get; init; }

    /// <summary>The key in the Secret's data. Defaults to apiKey.</summary>
    public string? Key { get; init; }
}
