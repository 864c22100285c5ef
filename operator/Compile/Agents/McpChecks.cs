using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>The checks of <c>spec.mcp</c>. What is wrong with an allow, its condition or its server costs that allow alone; a denial that cannot be carried out costs every call.</summary>
internal static class McpChecks
{
    private const string AnyServer = "*";

    /// <summary>Below an entry: what is left out, or stands at its default, where it is wrong, and costs nothing else.</summary>
    private static readonly ImmutableArray<string> AllowFields =
        ["tools.allow", "tools.quarantine", "tools.when", "tools.onDeny", "tools.auditArguments", "resources.allow", "prompts.allow", "sampling", "elicitation", "roots", "approval"];

    public static IEnumerable<Diagnostic> Check(PolicyCase one) =>
        one.Spec.Mcp.Index().SelectMany(entry => Check(one, new McpEntry(entry.Index, entry.Item)));

    /// <summary>Whether a diagnostic of these checks costs an allow, and no denial is lost.</summary>
    public static bool CostsAnAllow(Diagnostic found)
    {
        if (!found.Field.StartsWith("spec.mcp[", StringComparison.Ordinal)) return false;
        var end = found.Field.IndexOf(']', StringComparison.Ordinal) + 1;
        var below = found.Field[Math.Min(end + 1, found.Field.Length)..];
        return below is "" or "tools.approve" || found.Condition == "ResolvedRefs" || AllowFields.Any(field => below.StartsWith(field, StringComparison.Ordinal));
    }

    private static IEnumerable<Diagnostic> Check(PolicyCase one, McpEntry entry) =>
        CheckServer(one, entry).Concat(CheckNames(entry)).Concat(CheckWhen(entry)).Concat(CheckWords(entry)).Concat(ApprovalChecks.Check(entry)).Concat(CheckEffect(entry));

    private static IEnumerable<Diagnostic> CheckServer(PolicyCase one, McpEntry entry)
    {
        var field = $"{entry.Field}.server";
        if (entry.Access.Server == AnyServer) yield break;
        if (!McpNames.IsServer(entry.Access.Server))
            yield return Refuse(field, "this is no name of an McpServer: name one, or write * for each");
        else if (!one.IsCeiling && one.Servers.Check(one.Namespace, entry.Access.Server, field) is { } unresolved)
            yield return unresolved;
    }

    private static IEnumerable<Diagnostic> CheckNames(McpEntry entry) =>
        from list in entry.Lists
        from name in list.Names.Index()
        let problem = list.Find(name.Item)
        where problem is not null
        select Refuse($"{entry.Field}.{list.Field}[{name.Index}]", problem);

    private static IEnumerable<Diagnostic> CheckWhen(McpEntry entry)
    {
        if (entry.Access.Tools?.When is not { } when) yield break;
        var field = $"{entry.Field}.tools.when";
        if (entry.Access.Tools.Allow.IsEmpty)
            yield return Refuse(field, "a condition says when tools.allow allows, and there is none: name tools there, or remove the condition; a denial has none");
        var errors = CelExpression.Parse(when, McpConditions.Environment).Errors;
        if (!errors.IsEmpty)
            yield return Diagnostic.NotAccepted(Reasons.InvalidCondition, field, $"{string.Join("; ", errors)}: correct the condition; until then the entry allows no tool");
    }

    private static IEnumerable<Diagnostic> CheckWords(McpEntry entry)
    {
        if (entry.Access.Tools?.OnDeny is not (null or "Result" or "Error"))
            yield return Refuse($"{entry.Field}.tools.onDeny", "must be one of Error, Result");
        if (entry.Access.Tools?.AuditArguments is not (null or "Shape" or "Values"))
            yield return Refuse($"{entry.Field}.tools.auditArguments", "must be one of Shape, Values");
        else if (entry.Access.Tools is { AuditArguments: "Values", Allow.IsEmpty: true })
            yield return Refuse($"{entry.Field}.tools.auditArguments", "the audit has the values of calls that tools.allow allows, and there is none: name tools there, or remove it");
    }

    private static IEnumerable<Diagnostic> CheckEffect(McpEntry entry)
    {
        if (entry.SaysNothing) yield return Refuse(entry.Field, "the entry allows nothing and denies nothing: say what it is for, or remove it");
    }

    private static Diagnostic Refuse(string field, string message) => Diagnostic.NotAccepted(Reasons.InvalidMcpAccess, field, message);
}
