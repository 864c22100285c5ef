using System.Collections.Immutable;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Compile.Agents;

namespace AiGateway.Operator.Tests.Compile;

/// <summary>Which tool servers a pod may use that does not exist yet: never another answer than the bundle that it will get.</summary>
public sealed class ServerReachTests
{
    private const string TwoTeams = """
        apiVersion: aigateway.dev/v1alpha1
        kind: McpServer
        metadata: {name: files, namespace: a}
        spec: {url: https://files.example/mcp}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: McpServer
        metadata: {name: search, namespace: a}
        spec: {url: https://search.example/mcp}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: McpServer
        metadata: {name: other, namespace: b}
        spec: {url: https://other.example/mcp}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: all, namespace: a}
        spec:
          podSelector: {}
          mcp: [{server: search, tools: {allow: [find]}}]
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: writers, namespace: a}
        spec:
          podSelector: {matchLabels: {role: writer}}
          mcp: [{server: files, tools: {allow: [write]}}]
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: stopped, namespace: a}
        spec:
          podSelector: {matchLabels: {stopped: "true"}}
          suspended: true
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: ceiling, namespace: aigateway-system}
        spec:
          podSelector: {matchLabels: {tier: bare}}
          namespaceSelector: {}
          mcp: [{server: "*", tools: {deny: ["*"]}}]
        """;

    public static TheoryData<string> Cases => CompileCasesTests.Cases();

    [Theory]
    [InlineData("a", "", "search")]
    [InlineData("a", "role=writer", "files search")]
    [InlineData("a", "role=reader", "search")]
    [InlineData("a", "role=writer stopped=true", "")]
    [InlineData("a", "role=writer tier=bare", "")]
    [InlineData("b", "role=writer", "")]
    [InlineData("nowhere", "", "")]
    public void Of_PodToCome_NamesWhatItsPoliciesReach(string name, string labels, string servers) =>
        Assert.Equal(servers, string.Join(' ', Reach(TwoTeams).Of(name, Labels(labels))));

    [Fact]
    public void Of_NothingThere_IsEmpty() => Assert.Empty(BundleCompiler.Compile(new()).Servers.Of("a", Labels("")));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_PodsOfTheCases_SaysWhatTheirBundlesHold(string name)
    {
        var inventory = CompileCase.Read(File.ReadAllText(Path.Combine(CompileCase.Root(), name, "in.yaml"))).Inventory;

        var compilation = BundleCompiler.Compile(inventory with { SidecarsAreInjected = false });

        Assert.All(compilation.Agents.Values, agent => Assert.Equal(
            (agent.Rules.Rules.McpServers ?? []).Select(server => server.Name),
            compilation.Servers.Of(agent.Pod.Metadata.Namespace, agent.Pod.Metadata.Labels)));
    }

    private static ServerReach Reach(string yaml) => BundleCompiler.Compile(CompileCase.Read(yaml).Inventory).Servers;

    private static ImmutableDictionary<string, string> Labels(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToImmutableDictionary(pair => pair[0], pair => pair[1]);
}
