using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>Why something may not be asked of a tool server, in a sentence that a model can read too: what, which policy, which entry. Nothing of a call's arguments.</summary>
internal static class ToolSentences
{
    public static string Of(Decision decision) => decision.Reason switch
    {
        DecisionReason.McpServerNotAllowed => $"The tool server '{decision.Asked}' is not in mcp of any policy of this agent (such as '{decision.Policy}').",
        DecisionReason.ToolDenied => Denied(decision, "tool"),
        DecisionReason.ToolNotAllowed => NotAllowed(decision, "tool"),
        DecisionReason.ToolConditionNotMet => $"The tool '{decision.Asked}' may be called only where a condition of policy '{decision.Policy}' holds ({decision.Rule}).",
        DecisionReason.ToolNotApproved => $"The definition of the tool '{decision.Asked}' is not one that was approved ({decision.Rule}).",
        DecisionReason.ResourceDenied => Denied(decision, "resource"),
        DecisionReason.ResourceNotAllowed => NotAllowed(decision, "resource"),
        DecisionReason.PromptDenied => Denied(decision, "prompt"),
        DecisionReason.PromptNotAllowed => NotAllowed(decision, "prompt"),
        DecisionReason.TaskUnknown => "This agent was given no such task by this tool server, or the gateway was restarted since: call the tool again.",
        _ => $"The tool server may not ask for {decision.Asked}: no policy of this agent lets it, or one denies it (policy '{decision.Policy}', {decision.Rule}).",
    };

    private static string Denied(Decision decision, string what) => $"The {what} '{decision.Asked}' is denied by policy '{decision.Policy}' ({decision.Rule}).";

    private static string NotAllowed(Decision decision, string what) => $"The {what} '{decision.Asked}' is not in {decision.Rule} of any policy of this agent (such as '{decision.Policy}').";
}
