using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// What an agent may ask of tool servers. An ordered list of checks: what holds the agent, a server of which nothing is allowed, denied by an enforcing policy, allowed by one. An auditing policy only leaves
/// a word in the decision; where all policies audit, nothing is denied. Whether there is a server of a name is not known here.
/// </summary>
internal sealed class McpRules
{
    /// <summary>The server of a rule that holds for every one.</summary>
    public const string Each = "*";

    private readonly AgentIdentity? _agent;
    private readonly Holding _hold;
    private readonly string _speaker;
    private readonly bool _enforces;
    private readonly string? _auditor;
    private readonly FrozenDictionary<string, ServerRules> _servers;
    private readonly ServerRules _others;

    public McpRules(ImmutableArray<PolicyRule> policies, AgentIdentity? agent, Holding hold)
    {
        (_agent, _hold) = (agent, hold);
        var selecting = policies.Where(policy => policy.Ceiling != true).ToList();
        var allowing = selecting.Find(policy => policy.Mode == PolicyMode.Enforce);
        _enforces = allowing is not null;
        _speaker = (allowing ?? selecting.FirstOrDefault())?.Policy ?? "";
        _auditor = policies.FirstOrDefault(policy => policy.Mode == PolicyMode.Audit)?.Policy;
        _others = new(policies, Each);
        _servers = policies.SelectMany(policy => policy.Mcp ?? []).Select(rule => rule.Server).Where(server => server != Each).Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(server => server, server => new ServerRules(policies, server), StringComparer.Ordinal);
    }

    /// <summary>Whether a policy spells the tool's name in full.</summary>
    public bool Spells(string server, string tool) => At(server) is var at && (at.Enforced.Spells(tool) || at.Audited.Spells(tool));

    /// <summary>What a call of the tool needs beside being allowed; null for nothing. A ceiling may ask for it too.</summary>
    public ApprovalNeed? ApprovalOf(string server, string tool) => At(server).Enforced.FindApproval(tool);

    /// <summary>May the agent ask this now? It is known that it may call at all.</summary>
    public Decision Decide(McpAsk ask)
    {
        var decision = _hold.DecideServer(ask.Server) ?? DecideByPolicies(ask);
        if (!_hold.ListsTools || !decision.Allowed) return decision;
        var at = At(ask.Server);
        return _hold.DecideUnlisted(ask, (_enforces ? at.Enforced : at.Audited).Lists(ask, _agent)) ?? decision;
    }

    /// <summary>The denial of a server of which nothing is allowed, and of one that is not there.</summary>
    public Decision DenyServer(string server) =>
        _hold.DecideServer(server) ?? Decision.Deny(DecisionReason.McpServerNotAllowed, _speaker, "mcp") with { Asked = server };

    private Decision DecideByPolicies(McpAsk ask)
    {
        var at = At(ask.Server);
        if (_enforces && at.Enforced.Any is null) return DenyServer(ask.Server);
        if (at.Enforced.FindDenied(ask) is { } denied)
            return Decision.Deny(ReasonOf(ask.Subject, isDenied: true), denied.Policy, denied.Rule) with { Asked = AskedOf(ask), DenyAsError = denied.DenyAsError };
        if (!_enforces) return Allow(at.Audited.FindAllowed(ask, _agent).Entry, ask, at) with { Policy = _speaker, Rule = "mode: Audit" };

        var match = at.Enforced.FindAllowed(ask, _agent);
        return match.Entry is null ? Deny(match, ask, at) : Allow(match.Entry, ask, at);
    }

    private ServerRules At(string server) => _servers.GetValueOrDefault(server) ?? _others;

    private Decision Allow(McpEntry? entry, McpAsk ask, ServerRules at) => Decision.Allow(entry?.Policy ?? "", entry?.Rule ?? "", WouldDeny(ask, at)) with
    {
        DenyAsError = entry?.DenyAsError == true,
        AuditValues = entry?.AuditValues == true,
    };

    private Decision Deny(in McpMatch match, McpAsk ask, ServerRules at)
    {
        if (IsUnknownTask(ask)) return Decision.Deny(DecisionReason.TaskUnknown, _speaker, at.FieldOf(McpSubject.Tool));
        return match.Unmet is { } unmet
            ? Decision.Deny(DecisionReason.ToolConditionNotMet, unmet.Policy, RuleOf(unmet, match.Fault)) with { Asked = ask.Name, DenyAsError = unmet.DenyAsError }
            : Decision.Deny(ReasonOf(ask.Subject, isDenied: false), _speaker, at.FieldOf(ask.Subject)) with { Asked = AskedOf(ask), DenyAsError = at.Enforced.DeniesAsError };
    }

    /// <summary>What the auditing policies would have said, as if they enforced; null where they agree.</summary>
    private string? WouldDeny(McpAsk ask, ServerRules at)
    {
        if (_auditor is null) return null;
        if (at.Audited.FindDenied(ask) is { } denied) return $"{denied.Policy}: {denied.Rule}";
        if (ask is { Subject: McpSubject.Tool, Name: { } tool } && at.Audited.FindApproval(tool) is { } need && at.Enforced.FindApproval(tool) is null) return need.Rule;
        if (_enforces) return null;
        var match = at.Audited.FindAllowed(ask, _agent);
        if (match.Entry is not null) return null;
        return match.Unmet is { } unmet ? $"{unmet.Policy}: {RuleOf(unmet, match.Fault)}" : $"{_auditor}: {at.FieldOf(ask.Subject)}";
    }

    /// <summary>The entry and the fault, and nothing of the arguments.</summary>
    private static string RuleOf(McpEntry unmet, CelFault fault) => unmet.Rule + (fault == CelFault.None ? ", when: does not hold" : $", when: has no value ({WordOf(fault)})");

    private static string WordOf(CelFault fault) => fault switch
    {
        CelFault.NoSuchKey => "no_such_key",
        CelFault.NoSuchIndex => "no_such_index",
        CelFault.Overflow => "overflow",
        CelFault.DivideByZero => "divide_by_zero",
        CelFault.WrongType => "wrong_type",
        _ => "cost_exceeded",
    };

    /// <summary>A task that the agent was not given is no tool's.</summary>
    private static bool IsUnknownTask(McpAsk ask) => ask is { Subject: McpSubject.Tool, Name: null };

    private static string AskedOf(McpAsk ask) => ask.Name ?? ask.Subject switch
    {
        McpSubject.Sampling => "sampling",
        McpSubject.Elicitation => "elicitation",
        McpSubject.Roots => "roots",
        _ => ask.Server,
    };

    private static DecisionReason ReasonOf(McpSubject subject, bool isDenied) => subject switch
    {
        McpSubject.Server => DecisionReason.McpServerNotAllowed,
        McpSubject.Tool => isDenied ? DecisionReason.ToolDenied : DecisionReason.ToolNotAllowed,
        McpSubject.Resource => isDenied ? DecisionReason.ResourceDenied : DecisionReason.ResourceNotAllowed,
        McpSubject.Prompt => isDenied ? DecisionReason.PromptDenied : DecisionReason.PromptNotAllowed,
        _ => DecisionReason.ClientRequestNotAllowed,
    };
}
