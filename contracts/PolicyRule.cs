using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Contracts.Limits;

namespace AiGateway.Contracts;

/// <summary>One AgentPolicy, as it applies to one agent.</summary>
public sealed record PolicyRule
{
    /// <summary>The policy as <c>namespace/name</c>: what a refusal and an audit record call it.</summary>
    public required string Policy { get; init; }

    /// <summary>Whether denials are carried out or only recorded.</summary>
    public PolicyMode Mode { get; init; }

    /// <summary>Stops every call of the agent, whatever the mode.</summary>
    public bool Suspended { get; init; }

    /// <summary>
    /// Set where this sidecar cannot carry the policy out, or the policy is not fit to be: every call is then denied, whatever the
    /// mode, and the text says why. Never holds a secret.
    /// </summary>
    public string? Unfit { get; init; }

    /// <summary>Model names that may be called; united over the enforcing policies of an agent.</summary>
    public required ImmutableArray<string> AllowModels { get; init; }

    /// <summary>Model names that may not; one match in any enforcing policy denies.</summary>
    public required ImmutableArray<string> DenyModels { get; init; }

    /// <summary>Hosted tool types (web search, code interpreter, a provider's own MCP client) that may be asked for: exact, or a prefix that ends in <c>*</c>. Null for none.</summary>
    public ImmutableArray<string>? AllowHostedTools { get; init; }

    /// <summary>Hosted tool types that may not, whatever any policy allows; null for none.</summary>
    public ImmutableArray<string>? DenyHostedTools { get; init; }

    /// <summary>Endpoints that keep something at the provider, or are unknown, and may be called; null for none.</summary>
    public ImmutableArray<EndpointRule>? Endpoints { get; init; }

    /// <summary>Names of such endpoints that may not, whatever any policy allows; null for none.</summary>
    public ImmutableArray<string>? DenyEndpoints { get; init; }

    /// <summary>What may be asked of tool servers; null for nothing.</summary>
    public ImmutableArray<McpRule>? Mcp { get; init; }

    /// <summary>Where the agent may connect beside the gateway's own paths; null for nowhere.</summary>
    public EgressRule? Egress { get; init; }

    /// <summary>
    /// Guardrails that check every call of the agent, each a <see cref="GuardrailRule.Guardrail"/> of the bundle; those of all policies apply, a ceiling's too. Those of
    /// an auditing policy only record. Null for none.
    /// </summary>
    public ImmutableArray<string>? Guardrails { get; init; }

    /// <summary>Set on a policy of the platform: its denials and its suspension hold, and it allows nothing. An agent that has no other policy may call nothing.</summary>
    public bool? Ceiling { get; init; }

    /// <summary>What the agent may use in a window of time; null for no bound. Limits of all policies apply, a ceiling's too.</summary>
    public ImmutableArray<LimitRule>? Limits { get; init; }
}
