using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// A bundle, built for the hot path: immutable, whole, validated. A call reads it once and hands it on as an argument; nothing
/// holds it longer than its call. What survives a swap (connections, counters) is not in here.
/// </summary>
internal sealed class Snapshot
{
    public required AgentIdentity Agent { get; init; }

    public required string Revision { get; init; }

    public required ImmutableArray<SourceRef> Sources { get; init; }

    public required AgentRules Rules { get; init; }

    public required RouteTable Routes { get; init; }

    /// <summary>Where the agent may connect beside the gateway's own paths.</summary>
    public EgressRules Egress { get; init; } = new([]);

    /// <summary>What bounds the agent's use.</summary>
    public LimitPlan Limits { get; init; } = LimitPlan.Empty;

    /// <summary>The tool servers, by name.</summary>
    public FrozenDictionary<string, ToolServer> Servers { get; init; } = FrozenDictionary<string, ToolServer>.Empty;

    /// <summary>The accounts that endpoints are called at, by name: for each a route that has it as its only target.</summary>
    public FrozenDictionary<string, ModelRoute> Endpoints { get; init; } = FrozenDictionary<string, ModelRoute>.Empty;

    /// <summary>The rules' decision, and whether the tool servers that are named are there.</summary>
    public Decision? Decide(in Ask ask)
    {
        if (ask.Mcp.IsDefaultOrEmpty || Rules.DecideAgent() is not null) return Rules.Decide(ask);
        foreach (var one in ask.Mcp)
        {
            if (!Servers.ContainsKey(one.Server)) return Rules.DenyServer(one.Server);
        }

        return Rules.Decide(ask);
    }
}
