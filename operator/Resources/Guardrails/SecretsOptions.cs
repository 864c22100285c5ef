using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>Which credentials are looked for.</summary>
public sealed record SecretsOptions
{
    /// <summary>Names of rules that are left out, as jwt; docs/guardrails-secrets.md has them all. The values that the sidecar itself holds are never left out.</summary>
    [Schema(MaxItems = 128, ListType = "set", MinLength = 1, MaxLength = 64, Pattern = Patterns.RuleName)]
    public ImmutableArray<string>? Except { get; init; }
}
