using System.Collections.Immutable;

namespace AiGateway.Contracts.Guardrails;

/// <summary>When a text counts as an attempt to instruct.</summary>
public sealed record InjectionSettings
{
    /// <summary>The score, from 1 to 100, from which on it counts; null for 50.</summary>
    public int? Threshold { get; init; }

    /// <summary>Tokens that the user has put into system prompts: one in an answer or in arguments of a tool is a leak. Null for none.</summary>
    public ImmutableArray<string>? Canaries { get; init; }

    /// <summary>Whether the sidecar puts a token of its own into each system prompt; null for no.</summary>
    public bool? InsertCanary { get; init; }
}
