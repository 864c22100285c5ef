using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Tools;

/// <summary>
/// Two conditions beside those of every kind. Neither makes <c>Ready</c> false: it says whether what the user wrote is in force, and it is, whatever a foreign server lists. A tool that
/// a server changed overnight must turn no GitOps application red, nor hold back a rollout that has nothing to do with it; alerts go by the condition, the metric and the event.
/// </summary>
internal static class ToolConditions
{
    public const string Approved = "ToolsApproved";
    public const string Distinct = "ToolsDistinct";

    public static IEnumerable<Condition> Write(McpServerSpec spec, McpServerStatus status, IReadOnlyCollection<string> doubles)
    {
        yield return JudgeApproval(spec, status);
        yield return JudgeDoubles(status, doubles);
    }

    /// <summary>A tool's double in words.</summary>
    public static string Describe(string server, (string Tool, string OtherServer, string OtherTool) pair)
    {
        var of = pair.OtherServer == server ? "this server" : $"McpServer {pair.OtherServer}";
        return pair.Tool == pair.OtherTool
            ? $"{ToolText.Quote(pair.Tool)} of this server is also a tool of {of}"
            : $"{ToolText.Quote(pair.Tool)} of this server looks like {ToolText.Quote(pair.OtherTool)} of {of}";
    }

    private static Condition JudgeApproval(McpServerSpec spec, McpServerStatus status)
    {
        if (spec.Pinning == PinningMode.Off) return Make(Approved, "Unknown", StatusReasons.NotPinned, "spec.pinning is Off: nothing is compared with spec.approvedTools");
        if (status.Unapproved.Length > 0) return Make(Approved, "False", StatusReasons.Drift, Drift(spec, status));
        return status.ToolCount is null
            ? Make(Approved, "Unknown", StatusReasons.NothingSeen, "no sidecar has seen the server's list of tools; it is seen when an agent lists")
            : Make(Approved, "True", StatusReasons.Approved, $"everything that was seen is approved, {status.ToolCount} tools");
    }

    private static string Drift(McpServerSpec spec, McpServerStatus status)
    {
        var effect = spec.Pinning == PinningMode.Block ? "agents neither see nor may call what is not approved" : "agents may call it all the same, because spec.pinning is Warn";
        return $"not approved: {DriftNote.Name(status)}; {effect}; add the lines of status.unapproved to spec.approvedTools, or see what the server changed";
    }

    private static Condition JudgeDoubles(McpServerStatus status, IReadOnlyCollection<string> doubles)
    {
        if (doubles.Count > 0)
        {
            return Make(Distinct, "False", StatusReasons.LookAlike,
                $"{ToolText.List(doubles)}; a model that is given both can be led to the wrong one: rename one, or deny it in the AgentPolicies");
        }

        return status.ToolCount is null
            ? Make(Distinct, "Unknown", StatusReasons.NothingSeen, "no sidecar has seen the server's list of tools")
            : Make(Distinct, "True", StatusReasons.Distinct, "no tool looks like another in this namespace");
    }

    private static Condition Make(string type, string status, string reason, string message) => new()
    {
        Type = type, Status = status, Reason = reason, Message = Utf8Text.Cut(message, 4096) ?? "",
    };
}
