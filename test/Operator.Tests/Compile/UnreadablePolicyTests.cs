using AiGateway.Operator.Compile;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Compile;

/// <summary>From a file of a folder to the pods: what a policy forbids is not lost because the policy cannot be read.</summary>
public sealed class UnreadablePolicyTests
{
    private const string Pods = """
        {apiVersion: v1, kind: Pod, metadata: {name: selected, labels: {app: agent}}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: other, labels: {app: other}}}
        ---

        """;

    [Fact]
    public void Compile_PolicyWithAnUnknownField_DeniesThePodsThatItSelects()
    {
        var policies = Compile("{podSelector: {matchLabels: {app: agent}}, suspendedd: true}");

        Assert.Equal("the policy cannot be read: spec.suspendedd: is unknown: check its spelling, or remove it (policy.yaml, document 3)", Assert.Single(policies["selected"]));
        Assert.Empty(policies["other"]);
    }

    [Fact]
    public void Compile_PolicyWithAnUnreadableSelector_DeniesAllPodsOfItsNamespace()
    {
        var policies = Compile("{podSelector: agent}");

        Assert.All(policies.Values, unfit => Assert.Single(unfit));
    }

    private static Dictionary<string, string[]> Compile(string spec)
    {
        var policy = $"{{apiVersion: aigateway.dev/v1alpha1, kind: AgentPolicy, metadata: {{name: typo}}, spec: {spec}}}";
        var manifests = ManifestReader.Read("policy.yaml", DateTimeOffset.UnixEpoch, Pods + policy);
        var compilation = BundleCompiler.Compile(new FolderState().After(manifests, [], 1).ToInventory("aigateway-system"));
        return compilation.Agents.Values.ToDictionary(agent => agent.Agent.Pod, agent => agent.Rules.Rules.Agent.Policies.Select(one => one.Unfit!).ToArray());
    }
}
