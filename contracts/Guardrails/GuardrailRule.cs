using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>A Guardrail: checks of what passes, in their order.</summary>
public sealed record GuardrailRule
{
    /// <summary>The guardrail as <c>namespace/name</c>: what a refusal and an audit record call it.</summary>
    public required string Guardrail { get; init; }

    /// <summary>What is looked for, where, and what then happens.</summary>
    public required ImmutableArray<CheckRule> Checks { get; init; }
}
