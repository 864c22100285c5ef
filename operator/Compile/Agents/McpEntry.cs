using System.Collections.Immutable;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>One entry of <c>spec.mcp</c>, with its lists side by side.</summary>
internal sealed record McpEntry(int Index, McpAccess Access)
{
    /// <summary>As <c>spec.mcp[0]</c>.</summary>
    public string Field => $"spec.mcp[{Index}]";

    /// <summary>Each with its field below the entry, and what may be wrong with one of its names.</summary>
    public IEnumerable<(string Field, ImmutableArray<string> Names, Func<string, string?> Find)> Lists =>
    [
        ("tools.allow", Access.Tools?.Allow ?? [], McpNames.FindInAllow),
        ("tools.deny", Access.Tools?.Deny ?? [], McpNames.FindInDeny),
        ("tools.quarantine", Access.Tools?.Quarantine ?? [], FindInQuarantine),
        ("tools.approve", Access.Tools?.Approve ?? [], McpNames.FindInDeny),
        ("resources.allow", Access.Resources?.Allow ?? [], UriNames.FindInAllow),
        ("resources.deny", Access.Resources?.Deny ?? [], McpNames.FindInDeny),
        ("prompts.allow", Access.Prompts?.Allow ?? [], McpNames.FindInAllow),
        ("prompts.deny", Access.Prompts?.Deny ?? [], McpNames.FindInDeny),
    ];

    /// <summary>What is wrong with a tool that a quarantine is to leave: it is no name, or the entry does not allow it, so that the quarantine would leave nothing.</summary>
    public string? FindInQuarantine(string name) =>
        McpNames.FindInAllow(name) ?? (Access.Tools!.Allow.Any(allow => Reach.Covers(allow, name)) ? null : "tools.allow of the entry does not allow it, and a quarantine only takes away: name it there too, or remove it here");

    /// <summary>The permissions with their fields.</summary>
    public IEnumerable<(string Field, Permission? Permission)> Permissions =>
        [("sampling", Access.Sampling), ("elicitation", Access.Elicitation), ("roots", Access.Roots)];

    /// <summary>Whether it neither allows, denies nor has anybody asked: how a denial is answered and what the audit has is then without an object.</summary>
    public bool SaysNothing => Lists.All(list => list.Names.IsEmpty) && Permissions.All(one => one.Permission is null);
}
