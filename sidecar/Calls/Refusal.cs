using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>
/// Why a call ends here: a value, not an exception. <see cref="Message"/> is read by the agent's author, so it names the rule and never
/// a secret; <see cref="Param"/> is the request's field at fault.
/// </summary>
internal sealed record Refusal(RefusalReason Reason, string Message, string? Param = null)
{
    /// <summary>The verdict behind it, where a policy refused.</summary>
    public Decision? Decision { get; init; }

    /// <summary>The limit behind it, where one was reached.</summary>
    public LimitHit? Limit { get; init; }

    /// <summary>Whom the answer goes to where a request to a tool server was refused before it was whole; null else.</summary>
    public McpReplyTo? ReplyTo { get; init; }

    /// <summary>The question that the call waits for, where it waits for a human's word; null else.</summary>
    public ApprovalNote? Approval { get; init; }

    /// <summary>The refusal that a denial amounts to.</summary>
    public static Refusal Of(Decision decision, string? model) => new(ReasonOf(decision.Reason), Sentence(decision, model)) { Decision = decision };

    private static RefusalReason ReasonOf(DecisionReason reason) => reason switch
    {
        DecisionReason.Suspended => RefusalReason.Suspended,
        DecisionReason.Quarantined => RefusalReason.Quarantined,
        DecisionReason.PolicyUnfit => RefusalReason.PolicyUnfit,
        DecisionReason.ModelDenied => RefusalReason.ModelDenied,
        DecisionReason.ModelNotAllowed => RefusalReason.ModelNotAllowed,
        DecisionReason.HostedToolDenied => RefusalReason.HostedToolDenied,
        DecisionReason.HostedToolNotAllowed => RefusalReason.HostedToolNotAllowed,
        DecisionReason.EndpointDenied => RefusalReason.EndpointDenied,
        DecisionReason.EndpointNotAllowed => RefusalReason.EndpointNotAllowed,
        DecisionReason.McpServerNotAllowed => RefusalReason.McpServerNotAllowed,
        DecisionReason.ToolDenied => RefusalReason.ToolDenied,
        DecisionReason.ToolNotAllowed => RefusalReason.ToolNotAllowed,
        DecisionReason.ToolConditionNotMet => RefusalReason.ToolConditionNotMet,
        DecisionReason.ToolNotApproved => RefusalReason.ToolNotApproved,
        DecisionReason.ResourceDenied => RefusalReason.ResourceDenied,
        DecisionReason.ResourceNotAllowed => RefusalReason.ResourceNotAllowed,
        DecisionReason.PromptDenied => RefusalReason.PromptDenied,
        DecisionReason.PromptNotAllowed => RefusalReason.PromptNotAllowed,
        DecisionReason.ClientRequestNotAllowed => RefusalReason.ClientRequestNotAllowed,
        DecisionReason.TaskUnknown => RefusalReason.TaskUnknown,
        _ => RefusalReason.NoPolicy,
    };

    private static string Sentence(Decision decision, string? model) => decision.Reason switch
    {
        DecisionReason.Suspended or DecisionReason.Quarantined when decision.Held is { } held => HoldWords.Sentence(held, decision.Asked),
        DecisionReason.Suspended => $"This agent is suspended by policy '{decision.Policy}'.",
        DecisionReason.PolicyUnfit => $"Policy '{decision.Policy}' cannot be enforced, so every call is refused: {decision.Rule}",
        DecisionReason.ModelDenied => $"The model '{model}' is denied by policy '{decision.Policy}' (models.deny: {decision.Rule}).",
        DecisionReason.ModelNotAllowed => $"The model '{model}' is not in models.allow of any policy of this agent (such as '{decision.Policy}').",
        DecisionReason.HostedToolDenied => $"The hosted tool '{decision.Asked}' is denied by policy '{decision.Policy}' (hostedTools.deny: {decision.Rule}).",
        DecisionReason.HostedToolNotAllowed =>
            $"The hosted tool '{decision.Asked}' is not in hostedTools.allow of any policy of this agent (such as '{decision.Policy}'). The provider would run it, out of this gateway's sight.",
        DecisionReason.EndpointDenied => $"The endpoint '{decision.Asked}' is denied by policy '{decision.Policy}' (endpoints.deny: {decision.Rule}).",
        DecisionReason.EndpointNotAllowed =>
            $"The endpoint '{decision.Asked}', or something that is kept there, is asked for, and it is not in endpoints.allow of any policy of this agent (such as '{decision.Policy}').",
        >= DecisionReason.McpServerNotAllowed => ToolSentences.Of(decision),
        _ => "No policy selects this agent, so it may call nothing.",
    };
}
