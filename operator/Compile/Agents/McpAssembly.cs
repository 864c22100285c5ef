using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>What is left of <c>spec.mcp</c> once everything that is wrong is left out: denials always, allows where they stand and their server does.</summary>
internal static class McpAssembly
{
    /// <summary>The rule with the entries that still say something.</summary>
    public static PolicyRule AddTo(PolicyRule rule, PolicyCase one)
    {
        ImmutableArray<McpRule> entries =
        [
            .. one.Spec.Mcp.Where(entry => entry.Server == "*" || McpNames.IsServer(entry.Server))
                .Select(entry => Assemble(entry, mayAllow: !one.IsCeiling && (entry.Server == "*" || one.Servers.IsUsable(one.Namespace, entry.Server))))
                .Where(entry => entry with { DenyAsError = null } != new McpRule { Server = entry.Server }),
        ];
        return entries.IsEmpty ? rule : rule with { Mcp = entries };
    }

    private static McpRule Assemble(McpAccess entry, bool mayAllow)
    {
        var allowTools = mayAllow && Holds(entry.Tools?.When) ? Fit(entry.Tools?.Allow, McpNames.FindInAllow) : null;
        return new()
        {
            Server = entry.Server,
            AllowTools = allowTools,
            QuarantineTools = allowTools is null ? null : Fit(entry.Tools?.Quarantine, new McpEntry(0, entry).FindInQuarantine),
            DenyTools = Fit(entry.Tools?.Deny, McpNames.FindInDeny),
            When = allowTools is null ? null : entry.Tools?.When,
            ApproveTools = Fit(entry.Tools?.Approve, McpNames.FindInDeny),
            Approval = Fit(entry.Tools?.Approve, McpNames.FindInDeny) is null ? null : ApprovalChecks.Read(entry.Approval),
            AllowResources = mayAllow ? Fit(entry.Resources?.Allow, UriNames.FindInAllow) : null,
            DenyResources = Fit(entry.Resources?.Deny, McpNames.FindInDeny),
            AllowPrompts = mayAllow ? Fit(entry.Prompts?.Allow, McpNames.FindInAllow) : null,
            DenyPrompts = Fit(entry.Prompts?.Deny, McpNames.FindInDeny),
            Sampling = Read(entry.Sampling, mayAllow),
            Elicitation = Read(entry.Elicitation, mayAllow),
            Roots = Read(entry.Roots, mayAllow),
            DenyAsError = entry.Tools?.OnDeny == "Error" ? true : null,
            AuditValues = allowTools is not null && entry.Tools?.AuditArguments == "Values" ? true : null,
        };
    }

    private static bool Holds(string? when) => when is null || CelExpression.Parse(when, McpConditions.Environment).Errors.IsEmpty;

    private static bool? Read(Permission? permission, bool mayAllow) => permission switch
    {
        Permission.Allow when mayAllow => true,
        Permission.Deny => false,
        _ => null,
    };

    private static ImmutableArray<string>? Fit(ImmutableArray<string>? names, Func<string, string?> find)
    {
        ImmutableArray<string> fit = [.. (names ?? []).Where(name => find(name) is null).Distinct(StringComparer.Ordinal)];
        return fit.IsEmpty ? null : fit;
    }
}
