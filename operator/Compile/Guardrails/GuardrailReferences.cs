using System.Collections.Immutable;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Compile.Routes;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>What guardrails may name: Secrets and routes of their own namespace, and the credentials that they may use.</summary>
internal sealed record GuardrailReferences
{
    public required SecretIndex Secrets { get; init; }

    public required ProviderIndex Providers { get; init; }

    /// <summary>The routes of the guardrail's namespace, without guardrails of their own.</summary>
    public required ImmutableArray<CompiledRoute> Routes { get; init; }
}
