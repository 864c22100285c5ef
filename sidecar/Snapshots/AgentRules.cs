using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// The agent's policies, what holds it beside them, and the one decision made from both. An ordered list of checks: held, suspended, unfit, denied by an enforcing policy,
/// allowed by one; for the model first, then for each hosted tool and each endpoint, or for each thing that is asked of a tool server. An auditing policy only leaves a word in the decision; where all
/// policies audit, nothing is denied. A ceiling denies and suspends, and counts as no policy that allows.
/// </summary>
internal sealed class AgentRules(ImmutableArray<PolicyRule> policies, AgentIdentity? agent = null, HoldRule? hold = null)
{
    private readonly ImmutableArray<PolicyRule> _selecting = [.. policies.Where(policy => policy.Ceiling != true)];
    private readonly ImmutableArray<PolicyRule> _denying = [.. policies.Where(policy => policy.Mode == PolicyMode.Enforce)];
    private readonly ImmutableArray<PolicyRule> _allowing = [.. policies.Where(policy => policy.Mode == PolicyMode.Enforce && policy.Ceiling != true)];
    private readonly ImmutableArray<PolicyRule> _auditing = [.. policies.Where(policy => policy.Mode == PolicyMode.Audit)];
    private readonly McpRules _mcp = new(policies, agent, new Holding(hold));
    private readonly Holding _hold = new(hold);
    private readonly PolicyRule? _suspended = policies.FirstOrDefault(policy => policy.Suspended);
    private readonly PolicyRule? _unfit = policies.FirstOrDefault(policy => policy.Unfit is not null);

    /// <summary>The model names that allow entries spell in full: with the routes' own names, all that an agent can be told of.</summary>
    public IEnumerable<string> SpelledModels => _selecting.SelectMany(policy => policy.AllowModels).Where(entry => !entry.EndsWith('*'));

    /// <summary>The denial that holds whatever the model; null where the agent may call at all.</summary>
    public Decision? DecideAgent()
    {
        if (_hold.DecideAgent() is { } held) return held;
        if (_suspended is not null) return Decision.Deny(DecisionReason.Suspended, _suspended.Policy, "suspended");
        if (_unfit is not null) return Decision.Deny(DecisionReason.PolicyUnfit, _unfit.Policy, _unfit.Unfit!);
        if (_selecting.IsEmpty) return Decision.Deny(DecisionReason.NoPolicy, "", "no policy selects this agent");
        return null;
    }

    /// <summary>May the agent make this call now, and which rule says so? Null where any agent that may call at all may make it.</summary>
    public Decision? Decide(in Ask ask)
    {
        if (DecideAgent() is { } denial) return denial;

        var decision = ask.Model is { } model ? Decide(RuleSubject.Model, model) : (Decision?)null;
        if (!ask.HostedTools.IsDefaultOrEmpty) decision = DecideEach(decision, RuleSubject.HostedTool, ask.HostedTools);
        if (!ask.Kept.IsDefaultOrEmpty) decision = DecideEach(decision, RuleSubject.Endpoint, ask.Kept);
        if (!ask.Mcp.IsDefaultOrEmpty) decision = DecideEach(decision, ask.Mcp);
        return ask.Endpoint is { } endpoint && decision is null or { Allowed: true } ? DecideEndpoint(endpoint, ask.Path) : decision;
    }

    /// <summary>May the agent ask this of a tool server now?</summary>
    public Decision Decide(McpAsk ask) => DecideAgent() ?? _mcp.Decide(ask);

    /// <summary>What a call of the tool needs beside being allowed: a human's word. Null for nothing.</summary>
    public ApprovalNeed? ApprovalOf(string server, string tool) => _mcp.ApprovalOf(server, tool);

    /// <summary>The denial of a tool server that is not there: the same as of one of which nothing is allowed, so that naming teaches nothing.</summary>
    public Decision DenyServer(string server) => DecideAgent() ?? _mcp.DenyServer(server);

    /// <summary>Whether a policy spells the tool's name in full: what may be told of it in metrics.</summary>
    public bool Spells(string server, string tool) => _mcp.Spells(server, tool);

    /// <summary>May the agent call this model now?</summary>
    public Decision Decide(string model) => DecideAgent() ?? Decide(RuleSubject.Model, model);

    /// <summary>Whether a policy opens the endpoint, so that what the provider keeps unasked may be kept.</summary>
    public bool Opens(string endpoint) => DecideAgent() is null && Decide(RuleSubject.Endpoint, endpoint).Allowed;

    private Decision? DecideEach(Decision? sofar, RuleSubject subject, ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            if (sofar is { Allowed: false }) return sofar;
            var next = Decide(subject, name);
            sofar = sofar is { } first && next.Allowed ? first.With(next.WouldDeny) : next;
        }

        return sofar;
    }

    private Decision? DecideEach(Decision? sofar, ImmutableArray<McpAsk> asks)
    {
        foreach (var ask in asks)
        {
            if (sofar is { Allowed: false }) return sofar;
            var next = _mcp.Decide(ask);
            sofar = sofar is { } first && next.Allowed ? first.With(next) : next;
        }

        return sofar;
    }

    /// <summary>An endpoint goes to the account that the first allowing rule names; one that no rule names goes nowhere, even where nothing is enforced.</summary>
    private Decision? DecideEndpoint(string name, string? path)
    {
        if (_hold.Decide(RuleSubject.Endpoint, name) is { } held) return held;
        if (Find(_denying, RuleSubject.Endpoint, (name, path), deny: true) is { } denied) return Deny(RuleSubject.Endpoint, isDenied: true, denied, name);
        if (PolicyEntries.FindEndpoint(_allowing.IsEmpty ? _auditing : _allowing, name, path) is not { } found)
            return Deny(RuleSubject.Endpoint, isDenied: false, (_selecting[0].Policy, PolicyEntries.FieldOf(RuleSubject.Endpoint)), name);
        return Decision.Allow(found.Policy, found.Rule.Name, WouldDeny(RuleSubject.Endpoint, (name, path))) with { Provider = found.Rule.Provider };
    }

    private Decision Decide(RuleSubject subject, string name)
    {
        if (_hold.Decide(subject, name) is { } held) return held;
        if (Find(_denying, subject, (name, null), deny: true) is { } denied) return Deny(subject, isDenied: true, denied, name);
        if (Find(_allowing, subject, (name, null), deny: false) is { } allowed) return Decision.Allow(allowed.Policy, allowed.Entry, WouldDeny(subject, (name, null)));
        if (!_allowing.IsEmpty) return Deny(subject, isDenied: false, (_allowing[0].Policy, PolicyEntries.FieldOf(subject)), name);
        return Decision.Allow(_selecting[0].Policy, "mode: Audit", WouldDeny(subject, (name, null)));
    }

    /// <summary>What the auditing policies would have said, as if they enforced; null where they agree.</summary>
    private string? WouldDeny(RuleSubject subject, (string Name, string? Path) asked)
    {
        if (_auditing.IsEmpty) return null;
        if (Find(_auditing, subject, asked, deny: true) is { } denied) return $"{denied.Policy}: {denied.Entry}";
        return _allowing.IsEmpty && Find(_auditing, subject, asked, deny: false) is null ? $"{_auditing[0].Policy}: {PolicyEntries.FieldOf(subject)}" : null;
    }

    private static (string Policy, string Entry)? Find(ImmutableArray<PolicyRule> among, RuleSubject subject, (string Name, string? Path) asked, bool deny)
    {
        foreach (var policy in among)
        {
            if (!deny && policy.Ceiling == true) continue;
            if (PolicyEntries.Find(policy, subject, asked, deny) is { } entry) return (policy.Policy, entry);
        }

        return null;
    }

    private static Decision Deny(RuleSubject subject, bool isDenied, (string Policy, string Entry) by, string asked)
    {
        var reason = subject switch
        {
            RuleSubject.Model => isDenied ? DecisionReason.ModelDenied : DecisionReason.ModelNotAllowed,
            RuleSubject.HostedTool => isDenied ? DecisionReason.HostedToolDenied : DecisionReason.HostedToolNotAllowed,
            _ => isDenied ? DecisionReason.EndpointDenied : DecisionReason.EndpointNotAllowed,
        };
        return Decision.Deny(reason, by.Policy, by.Entry) with { Asked = asked };
    }
}
