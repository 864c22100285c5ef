using AiGateway.Operator.Compile;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Reconcile;

/// <summary>
/// A compilation in the words of the board. Rules that stay from turn to turn stay the same object, and with them what was narrowed for older sidecars.
/// </summary>
internal sealed class BundleMapper
{
    private Dictionary<string, SharedRules> _shared = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, PodBundle> Map(Turn turn)
    {
        var used = new Dictionary<string, SharedRules>(StringComparer.Ordinal);
        var positions = turn.Inventory.Positions;
        var bundles = new Dictionary<string, PodBundle>(turn.Compilation.Agents.Count, StringComparer.Ordinal);
        foreach (var (uid, agent) in turn.Compilation.Agents)
        {
            bundles.Add(uid, new()
            {
                Agent = agent.Agent,
                Positions = positions,
                Rules = Share(agent.Rules, used),
                Finish = JobFinisher.IsDone(agent.Pod),
            });
        }

        _shared = used;
        return bundles;
    }

    private SharedRules Share(CompiledRules rules, Dictionary<string, SharedRules> used)
    {
        if (used.TryGetValue(rules.Revision, out var shared)) return shared;
        return used[rules.Revision] = _shared.GetValueOrDefault(rules.Revision) ?? Shared(rules);
    }

    private static SharedRules Shared(CompiledRules compiled) => new()
    {
        Revision = compiled.Revision,
        Bytes = compiled.Bytes,
        Sources = compiled.Rules.Sources,
        Requires = compiled.Uses,
        Narrow = features => Shared(CompiledRules.From(FeatureGate.Narrow(compiled.Rules, [.. features]))),
    };
}
