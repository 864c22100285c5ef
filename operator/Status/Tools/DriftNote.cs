using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Tools;

/// <summary>What there is to say as an Event where a server's definitions moved away from what is approved, or are all approved again.</summary>
internal static class DriftNote
{
    /// <summary>Null where drift neither appeared, grew, nor ended.</summary>
    public static (string Reason, string Note)? Of(StatusChange change)
    {
        if (change.After is not McpServerStatus after) return null;
        var before = (change.Before as McpServerStatus)?.Unapproved ?? [];
        var grown = after.Unapproved.Except(before, StringComparer.Ordinal).ToList();
        if (grown.Count > 0) return (StatusReasons.ToolDrift, $"not approved: {Name(after, grown)}; see status.unapproved");
        return before.Length > 0 && IsApproved(after) ? (StatusReasons.ToolsApproved, "everything that was seen is approved") : null;
    }

    /// <summary>The first few of these lines by name, each with its state.</summary>
    public static string Name(McpServerStatus status, IReadOnlyCollection<string> lines) => ToolText.List(lines, line => Describe(line, status));

    private static string Describe(string line, McpServerStatus status)
    {
        if (!ToolPin.TryParse(line, out var pin)) return ToolText.Quote(line);
        if (pin.Name == ToolPin.Instructions) return "the server's instructions";
        return status.Tools.FirstOrDefault(tool => tool.Name == pin.Name) is { } tool ? $"{ToolText.Quote(pin.Name)} ({tool.State})" : ToolText.Quote(pin.Name);
    }

    /// <summary>And not merely unpinned.</summary>
    private static bool IsApproved(McpServerStatus status) =>
        status.Conditions.Any(condition => condition is { Type: ToolConditions.Approved, Status: "True" });
}
