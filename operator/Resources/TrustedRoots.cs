using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>Certificates in a ConfigMap of the agents' own namespace.</summary>
public sealed record TrustedRoots
{
    /// <summary>The ConfigMap's name. Pods wait for it.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.ObjectName)]
    public required string ConfigMap { get; init; }

    /// <summary>The key that holds them as PEM. Defaults to ca.crt.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.SecretKey)]
    public string? Key { get; init; }
}
