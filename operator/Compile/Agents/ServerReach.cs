using System.Collections.Immutable;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>
/// Which tool servers a pod may use that does not exist yet: what its bundle would hold, told by its labels. A hint for its environment, never a decision:
/// the sidecar's own bundle decides.
/// </summary>
internal sealed class ServerReach(PolicySelection selection)
{
    /// <summary>The servers' names, ordered; empty where the pod may use none.</summary>
    public ImmutableArray<string> Of(string name, IReadOnlyDictionary<string, string> labels)
    {
        var rules = AgentSelector.Compile(selection.RulesOf(name), [.. selection.PoliciesOf(name).Where(policy => policy.Selector.Matches(labels))]).Rules;
        return [.. (rules.McpServers ?? []).Select(server => server.Name)];
    }
}
