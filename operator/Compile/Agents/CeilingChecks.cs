using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>The checks of a policy of the platform: it stands in the operator's own namespace, and allows nothing.</summary>
internal static class CeilingChecks
{
    public static IEnumerable<Diagnostic> CheckPlace(PolicyCase one) =>
        one.Spec.NamespaceSelector is null || one.IsCeiling
            ? []
            : [Diagnostic.NotAccepted(Reasons.NotThePlatform, "spec.namespaceSelector", "a policy of this namespace reaches no other: remove it, or let the platform's owner write the policy in the operator's namespace")];

    public static IEnumerable<Diagnostic> CheckAllowsNothing(PolicyCase one) =>
        from allows in new[]
        {
            (Field: "spec.models.allow", Count: one.Spec.Models?.Allow.Length ?? 0),
            (Field: "spec.hostedTools.allow", Count: one.Spec.HostedTools?.Allow.Length ?? 0),
            (Field: "spec.endpoints.allow", Count: one.Spec.Endpoints?.Allow.Length ?? 0),
            (Field: "spec.egress.allow", Count: one.Spec.Egress?.Allow.Length ?? 0),
        }
        where one.Spec.NamespaceSelector is not null && allows.Count > 0
        select Refuse(allows.Field);

    public static IEnumerable<Diagnostic> CheckAllowsNoTools(PolicyCase one) =>
        from entry in one.Spec.Mcp.Select((access, index) => new McpEntry(index, access))
        from field in entry.Lists.Where(list => (list.Field.EndsWith(".allow", StringComparison.Ordinal) || list.Field == "tools.quarantine") && !list.Names.IsEmpty).Select(list => list.Field)
            .Concat(entry.Permissions.Where(permission => permission.Permission == Permission.Allow).Select(permission => permission.Field))
        where one.Spec.NamespaceSelector is not null
        select Refuse($"{entry.Field}.{field}");

    private static Diagnostic Refuse(string field) => Diagnostic.NotAccepted(Reasons.NotThePlatform, field, RuleMessages.CeilingAllows);
}
