using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards;

/// <summary>What checks are built with beside their settings.</summary>
internal sealed record CheckContext
{
    /// <summary>The key of the hashes that stand for masked values: this process's own, so that a hash says nothing to who does not run the pod.</summary>
    public required ReadOnlyMemory<byte> HashKey { get; init; }

    /// <summary>The credentials that this sidecar holds: what may be in no text.</summary>
    public ImmutableArray<string> HeldValues { get; init; } = [];

    /// <summary>Whom a check by a call asks.</summary>
    public Func<CheckRule, Callee?> CalleeOf { get; init; } = static _ => null;

    /// <summary>Whether the calls go to tool servers. A reversible mask hides from providers of models alone: a tool needs the value, and what it says is not on its way to a provider yet.</summary>
    public bool IsForServers { get; init; }

    /// <summary>The token that the sidecar puts into system prompts.</summary>
    public required string Canary { get; init; }
}
