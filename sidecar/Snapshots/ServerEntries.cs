using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What some policies say of one tool server, sorted for the hot path: the rules that name it and those for every server, in the policies' order.</summary>
internal sealed class ServerEntries
{
    private readonly DenyList _denyTools;
    private readonly DenyList _denyResources;
    private readonly DenyList _denyPrompts;
    private readonly ApproveList _approveTools;
    private readonly AllowList _tools;
    private readonly AllowList _listed;
    private readonly AllowList _resources;
    private readonly AllowList _prompts;
    private readonly ImmutableArray<(McpSubject Subject, bool Allow, McpEntry Entry)> _words;

    private ServerEntries(ImmutableArray<(PolicyRule Policy, McpRule Rule)> rules)
    {
        ImmutableArray<(PolicyRule Policy, McpRule Rule)> allowing = [.. rules.Where(rule => rule.Policy.Ceiling != true)];
        _denyTools = new([.. rules.SelectMany(rule => EntriesOf(rule, "tools.deny", rule.Rule.DenyTools))], NameForm.Name);
        _denyResources = new([.. rules.SelectMany(rule => EntriesOf(rule, "resources.deny", rule.Rule.DenyResources))], NameForm.Uri);
        _denyPrompts = new([.. rules.SelectMany(rule => EntriesOf(rule, "prompts.deny", rule.Rule.DenyPrompts))], NameForm.Name);
        _approveTools = new([.. rules.Select(rule => (rule.Rule.Approval, EntriesOf(rule, "tools.approve", rule.Rule.ApproveTools).ToImmutableArray()))]);
        _tools = new([.. allowing.SelectMany(ToolsOf)], NameForm.Name);
        _listed = new([.. allowing.SelectMany(ListedOf)], NameForm.Name);
        _resources = new([.. allowing.SelectMany(rule => EntriesOf(rule, "resources.allow", rule.Rule.AllowResources))], NameForm.Uri);
        _prompts = new([.. allowing.SelectMany(rule => EntriesOf(rule, "prompts.allow", rule.Rule.AllowPrompts))], NameForm.Name);
        _words = [.. rules.SelectMany(WordsOf).Where(word => !word.Allow || word.Policy.Ceiling != true).Select(word => (word.Subject, word.Allow, word.Entry))];
        Any = _tools.First ?? _resources.First ?? _prompts.First ?? _words.FirstOrDefault(word => word.Allow).Entry;
        DeniesAsError = !allowing.IsEmpty && allowing.All(rule => rule.Rule.DenyAsError == true);
    }

    /// <summary>An entry that allows something of the server; null where nothing is allowed.</summary>
    public McpEntry? Any { get; }

    /// <summary>Whether every rule says that a denied tool call is answered with an error.</summary>
    public bool DeniesAsError { get; }

    /// <summary>Whether an entry spells the tool's name in full.</summary>
    public bool Spells(string tool) => _tools.Spells(tool) || _denyTools.Spells(tool) || _approveTools.Spells(tool);

    /// <summary>What a call of the tool needs beside being allowed; null for nothing.</summary>
    public ApprovalNeed? FindApproval(string tool) => _approveTools.Find(tool);

    public static ServerEntries Of(IEnumerable<PolicyRule> policies, string server) =>
        new([.. policies.SelectMany(policy => (policy.Mcp ?? []).Where(rule => rule.Server == server || rule.Server == McpRules.Each).Select(rule => (policy, rule)))]);

    /// <summary>The entry that denies; null for none.</summary>
    public McpEntry? FindDenied(McpAsk ask) => ask switch
    {
        { Subject: McpSubject.Server } => null,
        { Subject: >= McpSubject.Sampling } => FindWord(ask.Subject, allow: false),
        { Name: null } => null,
        { IsTemplate: true } when HasRoom(ask.Name) => DeniesOf(ask.Subject).FindOver(HeadOf(ask.Name)),
        _ => DeniesOf(ask.Subject).Find(ask.Name),
    };

    /// <summary>The entry that allows, or one that would if its condition held.</summary>
    public McpMatch FindAllowed(McpAsk ask, AgentIdentity? agent)
    {
        if (ask is { Name: { } name, Subject: McpSubject.Tool or McpSubject.Resource or McpSubject.Prompt } && !(ask.IsTemplate && HasRoom(name))) return AllowsOf(ask.Subject).Find(name, ask, agent);

        var match = new McpMatch(ask, agent);
        var entry = ask switch
        {
            { Subject: McpSubject.Server } => Any,
            { Subject: >= McpSubject.Sampling } => FindWord(ask.Subject, allow: true),
            { Name: { } template } => AllowsOf(ask.Subject).FindUnder(HeadOf(template)),
            _ => null,
        };
        if (entry is not null) match.Try(entry);
        return match;
    }

    /// <summary>Whether it is among what is left where only listed tools are: a tool that a rule lists and whose condition holds, or a server with any.</summary>
    public bool Lists(McpAsk ask, AgentIdentity? agent) => ask switch
    {
        { Subject: McpSubject.Server } => _listed.First is not null,
        { Subject: McpSubject.Tool, Name: { } name } => _listed.Find(name, ask, agent).Entry is not null,
        _ => false,
    };

    private McpEntry? FindWord(McpSubject subject, bool allow)
    {
        foreach (var word in _words)
        {
            if (word.Subject == subject && word.Allow == allow) return word.Entry;
        }

        return null;
    }

    private DenyList DeniesOf(McpSubject subject) => subject switch
    {
        McpSubject.Tool => _denyTools,
        McpSubject.Resource => _denyResources,
        _ => _denyPrompts,
    };

    private AllowList AllowsOf(McpSubject subject) => subject switch
    {
        McpSubject.Tool => _tools,
        McpSubject.Resource => _resources,
        _ => _prompts,
    };

    /// <summary>Whether the template has an expression (RFC 6570, section 2); without one it is a URI.</summary>
    private static bool HasRoom(string template) => template.Contains('{', StringComparison.Ordinal);

    /// <summary>What a template's URIs begin with.</summary>
    private static string HeadOf(string template) => template[..template.IndexOf('{', StringComparison.Ordinal)];

    private static IEnumerable<McpEntry> ToolsOf((PolicyRule Policy, McpRule Rule) of) => ToolsOf(of, "tools.allow", of.Rule.AllowTools);

    private static IEnumerable<McpEntry> ListedOf((PolicyRule Policy, McpRule Rule) of) => ToolsOf(of, "tools.quarantine", of.Rule.QuarantineTools);

    private static IEnumerable<McpEntry> ToolsOf((PolicyRule Policy, McpRule Rule) of, string field, ImmutableArray<string>? tools)
    {
        var when = of.Rule.When is { } text ? CelExpression.Parse(text, McpConditions.Environment).Expression ?? throw new ArgumentException("Conditions are checked before they are built.", nameof(of)) : null;
        return EntriesOf(of, field, tools).Select(entry => entry with { When = when });
    }

    private static IEnumerable<McpEntry> EntriesOf((PolicyRule Policy, McpRule Rule) of, string field, ImmutableArray<string>? patterns) =>
        (patterns ?? []).Select(pattern => EntryOf(of, $"{field}: {pattern}") with { Pattern = pattern });

    private static IEnumerable<(McpSubject Subject, bool Allow, McpEntry Entry, PolicyRule Policy)> WordsOf((PolicyRule Policy, McpRule Rule) of)
    {
        if (of.Rule.Sampling is { } sampling) yield return (McpSubject.Sampling, sampling, EntryOf(of, WordOf("sampling", sampling)), of.Policy);
        if (of.Rule.Elicitation is { } elicitation) yield return (McpSubject.Elicitation, elicitation, EntryOf(of, WordOf("elicitation", elicitation)), of.Policy);
        if (of.Rule.Roots is { } roots) yield return (McpSubject.Roots, roots, EntryOf(of, WordOf("roots", roots)), of.Policy);
    }

    private static string WordOf(string field, bool allow) => $"{field}: {(allow ? "Allow" : "Deny")}";

    private static McpEntry EntryOf((PolicyRule Policy, McpRule Rule) of, string what) => new(of.Policy.Policy, $"mcp[{of.Rule.Server}].{what}")
    {
        DenyAsError = of.Rule.DenyAsError == true,
        AuditValues = of.Rule.AuditValues == true,
    };
}
