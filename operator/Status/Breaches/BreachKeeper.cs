using System.Globalization;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Status.Breaches;

/// <summary>
/// What follows of limits that sidecars say they reached: an Event, and where the limit asks for it the agent's quarantine, written into its Agent. Which limits there are and what they ask for, the pod's own compiled rules
/// say; of a sidecar's word only when counts. What was breached while the agent was in quarantine is noted on the Agent, so that a user who takes it out is not undone by what was before, whoever leads then.
/// </summary>
internal sealed class BreachKeeper(WordBoard words, BreachWriter writer, TimeProvider time)
{
    /// <summary>The least time between two Events of one limit of one pod.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromMinutes(5);

    /// <summary>The most Events of one namespace at once, after which there is one more each second: whoever may write limits there and start pods makes no flood of them.</summary>
    public const int MostEvents = 64;

    private const int MostPaces = 1024;

    private readonly Dictionary<(string PodUid, string Limit), (DateTimeOffset Breach, DateTimeOffset Told)> _told = [];
    private readonly Dictionary<string, TokenBucket> _paces = new(StringComparer.Ordinal);

    /// <summary>One look at what was said; what could not be written is tried again at the next.</summary>
    public async Task LookAsync(Turn turn, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var old in _told.Where(pair => now - pair.Value.Told > TimeSpan.FromHours(1)).Select(pair => pair.Key).ToList()) _told.Remove(old);
        var found = Find(turn).ToList();
        foreach (var (bundle, rule, breach) in found) await TellAsync(bundle, rule, breach, cancellationToken);
        foreach (var agent in found.Where(one => one.Rule.OnBreach == BreachAction.Quarantine).GroupBy(one => (one.Bundle.Agent.Namespace, one.Bundle.Agent.WorkloadKind, one.Bundle.Agent.WorkloadName)))
        {
            var (bundle, rule, breach) = agent.MaxBy(one => one.Breach.At);
            await QuarantineAsync(turn, bundle.Agent, (rule.Limit, breach.At), cancellationToken);
        }
    }

    /// <summary>The breaches of limits that the pods really have.</summary>
    private IEnumerable<(AgentBundle Bundle, LimitRule Rule, Breach Breach)> Find(Turn turn) =>
        from heard in words.All(EnvelopeTypes.Breaches)
        where heard.Word.Breaches is not null && turn.Compilation.Agents.ContainsKey(heard.PodUid)
        let bundle = turn.Compilation.Agents[heard.PodUid]
        from breach in heard.Word.Breaches!.Breaches
        let rule = RulesOf(bundle).FirstOrDefault(rule => rule.Limit == breach.Limit && rule.Scope == breach.Scope)
        where rule is not null && rule.Audit != true
        select (bundle, rule, breach);

    private static IEnumerable<LimitRule> RulesOf(AgentBundle bundle) =>
        bundle.Rules.Rules.Agent.Policies.SelectMany(policy => policy.Limits ?? []).Concat(bundle.Rules.Rules.Budgets ?? []);

    private async Task TellAsync(AgentBundle bundle, LimitRule rule, Breach breach, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - breach.At > Spacing) return; // A new leader does not tell what is over.
        var key = (bundle.Agent.PodUid, rule.Limit);
        if (_told.TryGetValue(key, out var told) && (breach.At <= told.Breach || now - told.Told < Spacing)) return;
        if (!PaceOf(bundle.Agent.Namespace).TryTake()) return;
        await writer.TellAsync(new EventNote("Limit", StatusReasons.LimitReached, $"the limit {rule.Limit} was reached; {breach.Refused} calls were refused by this process").About(bundle.Pod), cancellationToken);
        _told[key] = (breach.At, now);
    }

    private TokenBucket PaceOf(string space)
    {
        if (_paces.Count > MostPaces) _paces.Clear();
        if (!_paces.TryGetValue(space, out var pace)) _paces[space] = pace = new(MostEvents, TimeSpan.FromSeconds(1), time);
        return pace;
    }

    private async Task QuarantineAsync(Turn turn, AgentIdentity identity, (string Limit, DateTimeOffset At) breach, CancellationToken cancellationToken)
    {
        if (!AgentNames.CanName(identity.WorkloadKind, identity.WorkloadName)) return;
        var workload = new WorkloadRef { Kind = identity.WorkloadKind, Name = identity.WorkloadName };
        var all = turn.Inventory.Agents.Where(one => one.Metadata.Namespace == identity.Namespace && one.Spec.Workload == workload).OrderBy(one => one.Metadata.CreationTimestamp).ThenBy(one => one.Metadata.Name, StringComparer.Ordinal).ToList();
        var (known, last) = (all.FirstOrDefault(), all.Max(NotedOn));
        if (breach.At <= last || turn.Inventory.Unreadable.Any(one => one.Kind == nameof(Agent) && one.Metadata.Namespace == identity.Namespace && one.Metadata.Name == AgentNames.Of(workload))) return;
        var key = new ObjectKey(identity.Namespace, known?.Metadata.Name ?? AgentNames.Of(workload));
        if (!all.Exists(one => one.Spec.Quarantine == Quarantine.All))
        {
            if (await writer.QuarantineAsync(key, workload, $"limit {breach.Limit} was reached", cancellationToken) is not { } held) return;
            await writer.TellAsync(new EventNote("Quarantine", StatusReasons.Quarantined, $"the limit {breach.Limit} was reached and asks for quarantine; take it back by spec.quarantine None").About(Sources.Of(held)), cancellationToken);
        }

        await writer.NoteAsync(key, breach.At, cancellationToken);
    }

    /// <summary>The last breach that a quarantine of this Agent was, or would have been, for; null for none.</summary>
    private static DateTimeOffset? NotedOn(Agent agent) =>
        agent.Metadata.Annotations.TryGetValue(Group.BreachAnnotation, out var text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
