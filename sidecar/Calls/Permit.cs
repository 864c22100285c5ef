using System.Collections.Immutable;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>Evidence that the rules allow the call. It comes from an allowing decision alone.</summary>
internal sealed class Permit
{
    private Permit(Call call, Decision? decision) => (Call, Decision) = (call, decision);

    public Call Call { get; }

    /// <summary>The verdict; null where the call names no model, and any agent that may call at all may make it.</summary>
    public Decision? Decision { get; }

    /// <summary>What each message to a tool server needs beside being allowed, null for nothing; empty where none needs anything.</summary>
    public ImmutableArray<ApprovalNeed?> Approvals { get; private init; } = [];

    /// <summary>Whether these rules, which came since, ask a human for a call of a tool that the permit let through without.</summary>
    public bool LacksApproval(AgentRules rules)
    {
        if (Call.Mcp is not { } request) return false;
        for (var index = 0; index < request.Messages.Length; index++)
        {
            if (request.Messages[index] is { Method: McpMethod.ToolsCall, Name: { } tool } && rules.ApprovalOf(request.Server, tool) is not null && (Approvals.IsEmpty || Approvals[index] is null)) return true;
        }

        return false;
    }

    /// <summary>As <see cref="From(Call, Decision?)"/>, with what the messages need.</summary>
    public static Step<Permit> From(Call call, Decision? decision, ImmutableArray<ApprovalNeed?> approvals) =>
        decision is { Allowed: false } denied ? Refusal.Of(denied, call.Model) : new Permit(call, decision) { Approvals = approvals };

    /// <summary>The permit, or the refusal that the decision amounts to.</summary>
    public static Step<Permit> From(Call call, Decision? decision) =>
        decision is { Allowed: false } denied ? Refusal.Of(denied, call.Model) : new Permit(call, decision);
}
