using System.Collections.Immutable;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// May the agent? A pure decision from the call and the snapshot. Where the policies open what a provider stores unasked, a request that does not say whether
/// to store is left as it is.
/// </summary>
internal static class AuthorizeStage
{
    public static Step<Permit> Run(Call call, Snapshot snapshot)
    {
        if (call.Request is { Edits.IsEmpty: false } request && snapshot.Rules.Opens(EndpointWords.Responses)) request.Edits = [];
        return Permit.From(call, snapshot.Decide(call.Ask), call.Mcp is { } tools ? ApprovalsOf(tools, snapshot.Rules) : []);
    }

    /// <summary>What each message needs beside being allowed: a human's word for a call of a tool.</summary>
    private static ImmutableArray<ApprovalNeed?> ApprovalsOf(McpRequest request, AgentRules rules)
    {
        ImmutableArray<ApprovalNeed?>.Builder? needs = null;
        for (var index = 0; index < request.Messages.Length; index++)
        {
            if (request.Messages[index] is not { Method: McpMethod.ToolsCall, Name: { } tool } || rules.ApprovalOf(request.Server, tool) is not { } need) continue;
            needs ??= ImmutableArray.CreateBuilder<ApprovalNeed?>(request.Messages.Length);
            needs.Count = request.Messages.Length;
            needs[index] = need;
        }

        return needs?.MoveToImmutable() ?? [];
    }
}
