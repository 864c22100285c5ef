using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>Which credentials are looked for.</summary>
public sealed record SecretsSettings
{
    /// <summary>Names of rules that are left out, such as <c>jwt</c>; null for none. The values that the sidecar holds are never left out.</summary>
    public ImmutableArray<string>? Except { get; init; }
}
