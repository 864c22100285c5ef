using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Calls;

/// <summary>The refusal that a finding amounts to: names the guardrail, the check and the label, never the text.</summary>
internal static class GuardRefusal
{
    public static Refusal Of(Finding denial)
    {
        var check = denial.Check;
        return denial.Label == GuardSession.Failed
            ? new(RefusalReason.GuardFailed,
                $"The text of {WordOf(denial.Place)} could not be checked by the guardrail '{check.Guardrail}' (checks[{check.Index}], {check.Type}), and it refuses what it cannot check.")
            : new(RefusalReason.GuardDenied,
                $"The text of {WordOf(denial.Place)} was refused by the guardrail '{check.Guardrail}' (checks[{check.Index}], {check.Type}: {denial.Label}).");
    }

    private static string WordOf(GuardPlace place) => place switch
    {
        GuardPlace.Output => "the answer",
        GuardPlace.SystemPrompt => "a system prompt",
        GuardPlace.ToolArguments => "a tool call's arguments",
        GuardPlace.ToolResult => "a tool result",
        GuardPlace.ToolDefinition => "a tool definition",
        _ => "the request",
    };
}
