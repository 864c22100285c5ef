using System.Collections.Immutable;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>
/// What the policies want put into a pod that does not exist yet, told by its labels: how it is to be held, and what its bundle would hold. The servers are a
/// hint for its environment, never a decision: the sidecar's own bundle decides.
/// </summary>
internal sealed class WishReach(PolicySelection selection)
{
    /// <summary>API servers admit a namespace's pods by it (Pod Security Standards).</summary>
    private const string PodSecurityLabel = "pod-security.kubernetes.io/enforce";

    /// <summary>The wishes for a pod of the namespace with these labels.</summary>
    public PodWishes Of(string name, IReadOnlyDictionary<string, string> labels)
    {
        ImmutableArray<CompiledPolicy> selected = [.. selection.PoliciesOf(name).Where(policy => policy.Selector.Matches(labels))];
        var wanted = WantedLevel.Of(selected);
        return new()
        {
            Servers = ServersOf(name, selected),
            HasEgress = wanted.AskedBy is not null,
            Mode = wanted.Mode,
            AskedBy = wanted.AskedBy,
            WhenUnenforceable = wanted.WhenUnenforceable,
            Intercepts = selected.Any(policy => policy.Rule.Egress?.Intercept is not null),
            TrustedRoots = selected.Where(policy => policy.Namespaces is null && policy.Rule.Egress?.Intercept is not null)
                .OrderBy(policy => policy.Rule.Policy, StringComparer.Ordinal)
                .Select(policy => policy.Egress?.TrustedRoots)
                .FirstOrDefault(roots => roots is not null),
            PodSecurity = selection.LabelsOf(name).GetValueOrDefault(PodSecurityLabel),
        };
    }

    /// <summary>The servers' names, ordered; empty where the pod may use none.</summary>
    private ImmutableArray<string> ServersOf(string name, ImmutableArray<CompiledPolicy> selected) =>
        [.. (AgentSelector.Compile(selection.RulesOf(name), selected, []).Rules.McpServers ?? []).Select(server => server.Name)];
}
