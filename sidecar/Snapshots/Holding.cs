using System.Collections.Frozen;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What holds an agent beside its policies, as denials: by a user who suspended it, or by a quarantine. Whatever the policies' modes are, these are carried out.</summary>
internal sealed class Holding(HoldRule? rule)
{
    /// <summary>
    /// What is kept at a provider and, once it is there, runs no tool: bytes, and batches, whose lines are read when they are handed over. All else (stored prompts, caches, assistants, containers, paths that
    /// nobody reads) may name tools that no later call shows.
    /// </summary>
    private static readonly FrozenSet<string> s_toolless = new[] { "files", "uploads", "batches" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly Decision? _agent = AgentDenial(rule);
    private readonly Decision? _models = rule is { Quarantine: Quarantine.NoModels } ? Quarantined(rule) : null;
    private readonly Decision? _tools = rule is { Quarantine: Quarantine.NoTools } ? Quarantined(rule) : null;
    private readonly Decision? _unlisted = rule is { Quarantine: Quarantine.ListedToolsOnly } ? Quarantined(rule) : null;

    /// <summary>The denial of everything, connections to the outside too; null for none.</summary>
    public Decision? DecideAgent() => _agent;

    /// <summary>The denial of a model, an endpoint or a hosted tool; null for none.</summary>
    public Decision? Decide(RuleSubject subject, string name)
    {
        if (_models is not null) return _models;
        var denies = subject switch
        {
            RuleSubject.HostedTool => true,
            RuleSubject.Endpoint => !s_toolless.Contains(name),
            _ => false,
        };
        return denies && (_tools ?? _unlisted) is { } denial ? denial with { Asked = name } : null;
    }

    /// <summary>The denial of a tool server, listed tools or not; null for none.</summary>
    public Decision? DecideServer(string server) => _tools is { } denial ? denial with { Asked = server } : null;

    /// <summary>The denial of what is asked of a tool server, where only listed tools are left; null where it may be asked.</summary>
    /// <param name="ask">What is asked.</param>
    /// <param name="isListed">Whether a policy lists it: the tool, or any tool of the server.</param>
    public Decision? DecideUnlisted(McpAsk ask, bool isListed) => _unlisted is { } denial && !isListed ? denial with { Asked = ask.Name ?? ask.Server } : null;

    /// <summary>Whether of tool servers only listed tools are left.</summary>
    public bool ListsTools => _unlisted is not null;

    private static Decision? AgentDenial(HoldRule? rule) => rule switch
    {
        { SuspendedBy: not null } => Decision.Deny(DecisionReason.Suspended, "", "suspended") with { Held = rule },
        { Quarantine: Quarantine.None or Quarantine.ListedToolsOnly or Quarantine.NoTools or Quarantine.NoModels } or null => null,
        _ => Quarantined(rule), // All, and what a later version may add.
    };

    private static Decision Quarantined(HoldRule rule) => Decision.Deny(DecisionReason.Quarantined, "", $"quarantine: {rule.Quarantine}") with { Held = rule };
}
