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

    public static IEnumerable<Condition> Write(Judgment judgment, McpServerStatus status, IReadOnlyCollection<LookAlike> doubles)
    {
        yield return JudgeApproval(judgment.Evidence.Spec.Pinning, status);
        yield return JudgeDoubles(status, doubles);
    }

    private static Condition JudgeApproval(PinningMode pinning, McpServerStatus status)
    {
        if (pinning == PinningMode.Off) return Make(Approved, "Unknown", StatusReasons.NotPinned, "spec.pinning is Off: nothing is compared with spec.approvedTools");
        if (status.Unapproved.Length > 0) return Make(Approved, "False", StatusReasons.Drift, Drift(pinning, status));
        return status.ToolCount is null
            ? Make(Approved, "Unknown", StatusReasons.NothingSeen, "no sidecar has seen the server's list of tools; it is seen when an agent lists")
            : Make(Approved, "True", StatusReasons.Approved, $"everything that was seen is approved, {status.ToolCount} tools");
    }

    private static string Drift(PinningMode pinning, McpServerStatus status)
    {
        var effect = pinning == PinningMode.Block ? "agents neither see nor may call what is not approved" : "agents may call it all the same, because spec.pinning is Warn";
        return $"not approved: {DriftNote.Name(status, status.Unapproved)}; {effect}; add the lines of status.unapproved to spec.approvedTools, or see what the server changed";
    }

    private static Condition JudgeDoubles(McpServerStatus status, IReadOnlyCollection<LookAlike> doubles)
    {
        if (doubles.Count > 0)
        {
            return Make(Distinct, "False", StatusReasons.LookAlike,
                $"{ToolText.List(doubles, pair => pair.Describe())}; a model that is given both can be led to the wrong one: rename one, or deny it in the AgentPolicies");
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
