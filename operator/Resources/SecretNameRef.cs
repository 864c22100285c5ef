using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>A Secret in the same namespace.</summary>
public sealed record SecretNameRef
{
    /// <summary>The Secret's name.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.ObjectName)]
    public required string Name { get; init; }
}
