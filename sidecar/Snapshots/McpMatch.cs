using System.Runtime.InteropServices;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What was found among entries that allow. Conditions are evaluated as they are met, over arguments that are read at most once.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct McpMatch(McpAsk ask, AgentIdentity? agent)
{
    private ToolFacts? _facts;

    /// <summary>The entry that allows; null for none.</summary>
    public McpEntry? Entry { get; private set; }

    /// <summary>The first entry that would have allowed if its condition held; null for none.</summary>
    public McpEntry? Unmet { get; private set; }

    /// <summary>Why that condition had no value.</summary>
    public CelFault Fault { get; private set; }

    /// <summary>Whether the entry, whose pattern fits, allows. While the arguments are not known, only a condition that is false whatever they are does not hold.</summary>
    public bool Try(McpEntry entry)
    {
        if (entry.When is not { } when) return Take(entry);
        var outcome = when.Evaluate((_facts ??= new ToolFacts(ask, agent)).Value);
        if (outcome.Holds || (ask.Arguments is null && outcome.Fault != CelFault.None)) return Take(entry);
        if (Unmet is null) (Unmet, Fault) = (entry, outcome.Fault);
        return false;
    }

    private bool Take(McpEntry entry)
    {
        Entry = entry;
        return true;
    }
}
