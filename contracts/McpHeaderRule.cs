namespace AiGateway.Contracts;

/// <summary>A header that a tool server wants.</summary>
public sealed record McpHeaderRule
{
    /// <summary>The header's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its value; treated as a key, wherever it came from.</summary>
    public required SecretText Value { get; init; }
}
