using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Suggestions;

/// <summary>A policy's rules, cut down to what was used: names in full, no prefix. Denials, limits, guardrails and conditions stay as they are.</summary>
internal static class Narrowing
{
    public static AgentPolicySpec Narrow(AgentPolicySpec spec, UsedNames used) => spec with
    {
        Mode = PolicyMode.Enforce,
        Models = Models(spec.Models, used.Of(UsedKind.Model)),
        HostedTools = HostedTools(spec.HostedTools, used.Of(UsedKind.HostedTool)),
        Endpoints = Endpoints(spec.Endpoints, used.Of(UsedKind.Endpoint)),
        Mcp = new McpNarrowing(used).Narrow(spec.Mcp),
        Egress = Egress(spec.Egress, used.Of(UsedKind.Outside)),
    };

    private static ModelAccess? Models(ModelAccess? access, ImmutableArray<string> used) =>
        used.IsEmpty && access is not { Deny.IsEmpty: false } ? null : (access ?? new()) with { Allow = used };

    private static HostedToolAccess? HostedTools(HostedToolAccess? access, ImmutableArray<string> used) =>
        used.IsEmpty && access is not { Deny.IsEmpty: false } ? null : (access ?? new()) with { Allow = used };

    /// <summary>An endpoint leads to an account, which the grant alone knows: what none grants cannot be added.</summary>
    private static EndpointAccess? Endpoints(EndpointAccess? access, ImmutableArray<string> used)
    {
        if (access is null) return null;
        var kept = access.Allow.RemoveAll(grant => !used.Any(name => name == grant.Name || name.StartsWith(grant.Name + "/", StringComparison.Ordinal)));
        return kept.IsEmpty && access.Deny.IsEmpty ? null : access with { Allow = kept };
    }

    /// <summary>How agents are held stays; where they may go is spelled out, host by host and port by port.</summary>
    private static EgressAccess? Egress(EgressAccess? access, ImmutableArray<string> used)
    {
        var targets = used.RemoveAll(place => !EgressTarget.TryParse(place, out _, out _));
        return access is null && targets.IsEmpty ? null : (access ?? new()) with { Allow = targets };
    }
}
