using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// The agent's policies and the one decision made from them. An ordered list of checks: suspended, unfit, denied by an enforcing policy,
/// allowed by one. An auditing policy only leaves a word in the decision; where all policies audit, nothing is denied.
/// </summary>
internal sealed class AgentRules(ImmutableArray<PolicyRule> policies)
{
    private readonly ImmutableArray<PolicyRule> _enforcing = [.. policies.Where(policy => policy.Mode == PolicyMode.Enforce)];
    private readonly ImmutableArray<PolicyRule> _auditing = [.. policies.Where(policy => policy.Mode == PolicyMode.Audit)];
    private readonly PolicyRule? _suspended = policies.FirstOrDefault(policy => policy.Suspended);
    private readonly PolicyRule? _unfit = policies.FirstOrDefault(policy => policy.Unfit is not null);

    /// <summary>The model names that allow entries spell in full: with the routes' own names, all that an agent can be told of.</summary>
    public IEnumerable<string> SpelledModels => policies.SelectMany(policy => policy.AllowModels).Where(entry => !entry.EndsWith('*'));

    /// <summary>The denial that holds whatever the model; null where the agent may call at all.</summary>
    public Decision? DecideAgent()
    {
        if (_suspended is not null) return Decision.Deny(DecisionReason.Suspended, _suspended.Policy, "suspended");
        if (_unfit is not null) return Decision.Deny(DecisionReason.PolicyUnfit, _unfit.Policy, _unfit.Unfit!);
        if (policies.IsEmpty) return Decision.Deny(DecisionReason.NoPolicy, "", "no policy selects this agent");
        return null;
    }

    /// <summary>May the agent call this model now, and which rule says so?</summary>
    public Decision Decide(ReadOnlySpan<char> model)
    {
        if (DecideAgent() is { } denial) return denial;

        if (FindEntry(_enforcing, model, deny: true) is { } denied)
            return Decision.Deny(DecisionReason.ModelDenied, denied.Policy, denied.Entry);
        if (FindEntry(_enforcing, model, deny: false) is { } allowed)
            return Decision.Allow(allowed.Policy, allowed.Entry, WouldDeny(model));
        if (!_enforcing.IsEmpty)
            return Decision.Deny(DecisionReason.ModelNotAllowed, _enforcing[0].Policy, "models.allow");

        return Decision.Allow(_auditing[0].Policy, "mode: Audit", WouldDeny(model));
    }

    /// <summary>What the auditing policies would have said, as if they enforced; null where they agree.</summary>
    private string? WouldDeny(ReadOnlySpan<char> model)
    {
        if (_auditing.IsEmpty) return null;
        if (FindEntry(_auditing, model, deny: true) is { } denied) return $"{denied.Policy}: {denied.Entry}";
        return _enforcing.IsEmpty && FindEntry(_auditing, model, deny: false) is null ? $"{_auditing[0].Policy}: models.allow" : null;
    }

    private static (string Policy, string Entry)? FindEntry(ImmutableArray<PolicyRule> among, ReadOnlySpan<char> model, bool deny)
    {
        foreach (var policy in among)
        {
            foreach (var pattern in deny ? policy.DenyModels : policy.AllowModels)
            {
                if (ModelPattern.Matches(pattern, model)) return (policy.Policy, pattern);
            }
        }

        return null;
    }
}
