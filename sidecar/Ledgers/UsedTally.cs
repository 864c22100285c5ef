using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>
/// Reads from calls and connections that have ended what they asked for. Let through is what the policies let through, whatever became of it; denied is what a policy named in its denial, or all
/// that was asked for where the denial is of the agent as a whole. Nothing is told of a request in whose names a guardrail found something.
/// </summary>
internal sealed class UsedTally(UsedLedger ledger)
{
    /// <summary>Counts a call.</summary>
    public void Add(CallRecord record)
    {
        if (record.Call is not { } call || call.Mcp is { HidesNames: true }) return;
        if (record.Refusal?.Decision is { Allowed: false } denial && record.Reply.End != ReplyEnd.Cut) Count(record, call, denial);
        else if (record.Plan is not null) Count(record, call, null);
    }

    /// <summary>Counts a connection; one whose TLS ended here is no use of its own: its calls are.</summary>
    public void Add(EgressRecord record)
    {
        var (verdict, decision) = (record.Verdict, EgressWords.DecisionOf(record));
        if (decision == CallWords.Refused || verdict.Action == EgressAction.Intercept || verdict.Reason == EgressReason.CertificateRefused) return;
        if ((record.Ask.Name ?? record.Ask.Dialled?.Address.ToString()) is not { } host) return;
        var denied = decision == CallWords.Denied;
        ledger.Add(new(UsedKind.Outside, host, Port: record.Ask.Port), denied ? 0 : 1, denied || verdict.WouldDeny is not null ? 1 : 0, record.At);
    }

    private void Count(CallRecord record, Call call, Decision? denial)
    {
        var ask = call.Ask;
        if (ask.Model is { } model) CountOne(record, new(UsedKind.Model, model), denial);
        CountEach(record, UsedKind.HostedTool, ask.HostedTools, denial);
        CountEach(record, UsedKind.Endpoint, ask.Kept, denial);
        if (ask.Endpoint is { } endpoint) CountOne(record, new(UsedKind.Endpoint, endpoint), denial);
        foreach (var one in ask.Mcp)
        {
            if (KeyOf(one) is { } key) CountOne(record, key, denial);
        }
    }

    private void CountEach(CallRecord record, UsedKind kind, ImmutableArray<string> names, Decision? denial)
    {
        if (names.IsDefaultOrEmpty) return;
        foreach (var name in names) CountOne(record, new(kind, name), denial);
    }

    private void CountOne(CallRecord record, in UsedKey key, Decision? denial)
    {
        if (denial is { } denied)
        {
            if (Concerns(denied, key)) ledger.Add(key, 0, 1, record.At);
            return;
        }

        ledger.Add(key, 1, record.Permit?.Decision?.WouldDeny is { } would && MayConcern(would, key.Kind) ? 1 : 0, record.At);
    }

    private static UsedKey? KeyOf(McpAsk ask) => ask switch
    {
        { Name: null } or { IsTemplate: true } => null,
        { Subject: McpSubject.Tool } => new(UsedKind.Tool, ask.Name, ask.Server),
        { Subject: McpSubject.Resource } => new(UsedKind.Resource, ask.Name, ask.Server),
        { Subject: McpSubject.Prompt } => new(UsedKind.Prompt, ask.Name, ask.Server),
        _ => null,
    };

    private static bool Concerns(in Decision denial, in UsedKey key) => denial.Reason switch
    {
        DecisionReason.ModelDenied or DecisionReason.ModelNotAllowed => key.Kind == UsedKind.Model,
        DecisionReason.HostedToolDenied or DecisionReason.HostedToolNotAllowed => key.Kind == UsedKind.HostedTool && key.Name == denial.Asked,
        DecisionReason.EndpointDenied or DecisionReason.EndpointNotAllowed => key.Kind == UsedKind.Endpoint && key.Name == denial.Asked,
        DecisionReason.McpServerNotAllowed => key.Of == denial.Asked,
        DecisionReason.ToolDenied or DecisionReason.ToolNotAllowed or DecisionReason.ToolConditionNotMet or DecisionReason.ToolNotApproved => key.Kind == UsedKind.Tool && key.Name == denial.Asked,
        DecisionReason.ResourceDenied or DecisionReason.ResourceNotAllowed => key.Kind == UsedKind.Resource && key.Name == denial.Asked,
        DecisionReason.PromptDenied or DecisionReason.PromptNotAllowed => key.Kind == UsedKind.Prompt && key.Name == denial.Asked,
        DecisionReason.ClientRequestNotAllowed or DecisionReason.TaskUnknown => false,
        _ => true,
    };

    /// <summary>An auditing policy's word names its field where it allows too little, and its entry where it denies: then it may be about any of the call's things.</summary>
    private static bool MayConcern(string would, UsedKind kind) => would.AsSpan(would.IndexOf(": ", StringComparison.Ordinal) + 2) switch
    {
        "models.allow" => kind == UsedKind.Model,
        "hostedTools.allow" => kind == UsedKind.HostedTool,
        "endpoints.allow" => kind == UsedKind.Endpoint,
        _ => true,
    };
}
