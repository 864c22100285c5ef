using AiGateway.Operator.Compile;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Compile.Limits;

/// <summary>From a file of a folder to the pods: nothing is spent without a count because the Budget cannot be read.</summary>
public sealed class UnreadableBudgetTests
{
    private const string Pods = """
        {apiVersion: v1, kind: Pod, metadata: {name: selected, labels: {app: agent}}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: other, labels: {app: other}}}
        ---
        {apiVersion: aigateway.dev/v1alpha1, kind: AgentPolicy, metadata: {name: team}, spec: {podSelector: {}, models: {allow: ["*"]}}}
        ---

        """;

    [Fact]
    public void Compile_BudgetWithAnUnknownField_DeniesThePodsThatItSelects()
    {
        var unfit = Compile("{limit: {usd: '1'}, period: Day, agents: {matchLabels: {app: agent}}, perriod: Day}");

        Assert.Equal("the Budget default/month cannot be carried out: spec.perriod: is unknown: check its spelling, or remove it (budget.yaml, document 4)", unfit["selected"]);
        Assert.Null(unfit["other"]);
    }

    [Theory]
    [InlineData("{limit: {usd: '1'}, period: Day, agents: agent}")]
    [InlineData("{limit: {usd: '1'}, period: Day}")]
    [InlineData("{limit: {usd: 1}, period: Day, agents: {}, podSelector: {matchLabels: {app: nobody}}}")]
    public void Compile_BudgetThatMayMeanAnyPod_DeniesAllPodsOfItsNamespace(string spec) => Assert.All(Compile(spec).Values, Assert.NotNull);

    [Fact]
    public void Compile_BudgetThatCanBeRead_DeniesNobody() => Assert.All(Compile("{limit: {usd: '1'}, period: Day, agents: {}}").Values, Assert.Null);

    private static Dictionary<string, string?> Compile(string spec)
    {
        var budget = $"{{apiVersion: aigateway.dev/v1alpha1, kind: Budget, metadata: {{name: month}}, spec: {spec}}}";
        var manifests = ManifestReader.Read("budget.yaml", DateTimeOffset.UnixEpoch, Pods + budget);
        var compilation = BundleCompiler.Compile(new FolderState().After(manifests, [], 1).ToInventory("aigateway-system"));
        return compilation.Agents.Values.ToDictionary(agent => agent.Agent.Pod, agent => Assert.Single(agent.Rules.Rules.Agent.Policies).Unfit);
    }
}
